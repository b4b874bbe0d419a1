package io.automigrate.autoconfigure.jdbc;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.automigrate.autoconfigure.AutomigrateAutoConfiguration;
import io.automigrate.autoconfigure.jdbc.Customer.Account;
import io.automigrate.autoconfigure.jdbc.Customer.Address;
import io.automigrate.autoconfigure.jdbc.Customer.Country;
import io.automigrate.autoconfigure.jdbc.Customer.Kind;
import io.automigrate.autoconfigure.jdbc.Customer.Line;
import io.automigrate.autoconfigure.jdbc.Customer.Part;
import io.automigrate.autoconfigure.jdbc.Customer.Phone;
import io.automigrate.autoconfigure.jdbc.Customer.Point;
import io.automigrate.autoconfigure.jdbc.Customer.Setting;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.jdbc.autoconfigure.DataJdbcRepositoriesAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jdbc.core.JdbcAggregateOperations;
import org.springframework.data.jdbc.core.dialect.JdbcDialect;
import org.springframework.data.jdbc.core.mapping.AggregateReference;
import org.springframework.data.jdbc.repository.config.EnableJdbcRepositories;
import org.springframework.data.repository.ListCrudRepository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpringDataJdbcSchemaSource} in a context of Boot's, on PostgreSQL.
 */
class SpringDataJdbcSchemaSourceIntegrationTests {

	private final TestDatabase database = TestServer.get().createDatabase();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class, TransactionAutoConfiguration.class,
				DataJdbcRepositoriesAutoConfiguration.class, AutomigrateAutoConfiguration.class,
				SpringDataJdbcSchemaSourceAutoConfiguration.class))
		.withPropertyValues("spring.datasource.url=" + this.database.url(),
				"spring.datasource.username=" + this.database.server().user(),
				"spring.datasource.password=" + this.database.server().password())
		.withUserConfiguration(Repositories.class);

	@AfterEach
	void drop() {
		this.database.close();
	}

	@Test
	void createsWhatRepositoriesUse() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed();
			CountryRepository countries = context.getBean(CountryRepository.class);
			context.getBean(JdbcAggregateOperations.class).insert(new Country("CH", "Switzerland", null));
			assertThat(countries.findById("CH"))
				.hasValueSatisfying((country) -> assertThat(country.name()).isEqualTo("Switzerland"));
		});
	}

	@Test
	void storesAndLoadsEverythingOfAggregate() {
		this.runner.run((context) -> {
			context.getBean(JdbcAggregateOperations.class).insert(new Country("CH", "Switzerland", null));
			CustomerRepository customers = context.getBean(CustomerRepository.class);
			Customer saved = customers.save(customer());
			assertThat(saved.id).isNotNull();
			assertThat(customers.findAll()).singleElement()
				.usingRecursiveComparison()
				.ignoringFields("calledAt", "origin", "rank")
				.isEqualTo(saved);
			Customer loaded = customers.findAll().get(0);
			assertThat(loaded.calledAt).isEqualTo(OffsetDateTime.parse("2026-01-02T03:04:05Z"));
			assertThat(loaded.origin).isEqualTo("shop");
			loaded.lines = List.of(new Line("book", 3, List.of(new Part("cover"))));
			loaded.phones = Set.of();
			customers.save(loaded);
			assertThat(customers.findAll()).singleElement()
				.satisfies((customer) -> assertThat(customer.lines).isEqualTo(loaded.lines))
				.satisfies((customer) -> assertThat(customer.phones).isEmpty());
			customers.deleteAll();
			assertThat(this.database.query("select count(*) from part")).containsExactly("0");
		});
	}

	@Test
	void leavesDialectAloneWhenMigrationIsDisabled() {
		this.runner.withPropertyValues("migration.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(JdbcDialect.class)
				.doesNotHaveBean("automigrateJdbcDialect"));
	}

	@Test
	void hasNoSourceWhenThereIsNoMappingContext() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SpringDataJdbcSchemaSourceAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(SchemaSource.class));
	}

	private static Customer customer() {
		Customer customer = new Customer();
		customer.fullName = "Ada";
		customer.active = true;
		customer.kind = Kind.BUSINESS;
		customer.credit = new BigDecimal("12.34");
		customer.born = LocalDate.of(1815, 12, 10);
		customer.opensAt = LocalDateTime.of(2026, 1, 2, 9, 0);
		customer.seenAt = Instant.parse("2026-01-02T03:04:05.123456Z");
		customer.calledAt = OffsetDateTime.of(2026, 1, 2, 4, 4, 5, 0, ZoneOffset.ofHours(1));
		customer.token = UUID.fromString("00000000-0000-0000-0000-000000000001");
		customer.picture = new byte[] { 1, 2, 3 };
		customer.tags = List.of("a", "b");
		customer.mixed = 7;
		customer.origin = "shop";
		customer.home = new Address("Main Street", 1, new Point(1.5, 2.5));
		customer.country = AggregateReference.to("CH");
		customer.account = new Account("CH00");
		customer.phones = Set.of(new Phone("1"), new Phone("2"));
		customer.lines = List.of(new Line("pen", 1, List.of(new Part("cap"), new Part("nib"))),
				new Line("ink", 2, List.of()));
		customer.settings = Map.of("colour", new Setting(null, "blue"));
		return customer;
	}

	interface CustomerRepository extends ListCrudRepository<Customer, Long> {

	}

	interface CountryRepository extends ListCrudRepository<Country, String> {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableJdbcRepositories(considerNestedRepositories = true)
	static class Repositories {

	}

}
