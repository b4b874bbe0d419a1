package io.automigrate.autoconfigure.jpa;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.automigrate.RenamedFrom;
import io.automigrate.SchemaMigrator;
import io.automigrate.autoconfigure.AutomigrateAutoConfiguration;
import io.automigrate.autoconfigure.MigrationSetupException;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.sql.SqlScript;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RenamedFrom} on entities and their attributes, from the annotation to
 * the rows.
 */
class RenamedEntitiesIntegrationTests {

	private final TestDatabase database = TestServer.get().createDatabase();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, AutomigrateAutoConfiguration.class,
				EntitySchemaAutoConfiguration.class, HibernateJpaAutoConfiguration.class))
		.withPropertyValues("spring.datasource.url=" + this.database.url(),
				"spring.datasource.username=" + this.database.server().user(),
				"spring.datasource.password=" + this.database.server().password(),
				"spring.datasource.hikari.maximum-pool-size=3", "spring.jpa.hibernate.ddl-auto=validate",
				"migration.schema.policy=ALTER");

	@AfterEach
	void dropDatabase() {
		this.database.close();
	}

	@Test
	void keepsRowsOfWhatIsRenamed() {
		start(EntitiesBefore.class, (context) -> {
		});
		this.database.execute("""
				insert into customer_old (nr, created, home_road) values (1, 'today', 'Main Street');
				insert into customer_detail (nr, remark) values (1, 'nice');
				insert into customer_phones (customer_nr, no) values (1, '555');
				insert into crm.purchase (nr, created, buyer_nr, "Old Total") values (2, 'now', 1, 12);
				insert into payment (dtype, nr, card_no) values ('Card', 3, '4711');
				insert into vehicle (nr) values (4);
				insert into truck (nr, capacity) values (4, 40);
				insert into circle (nr, label, width) values (5, 'round', 6);
				insert into stock (shop_no, article_no, amount) values (7, 8, 9);
				""");
		for (int i = 0; i < 2; i++) {
			start(EntitiesAfter.class, (context) -> assertInStep(context.getBean(SchemaMigrator.class).plan()));
			assertThat(this.database.query("select id || ' ' || created_at || ' ' || home_street from customer"))
				.containsExactly("1 today Main Street");
			assertThat(this.database.query("select id || ' ' || note from customer_detail")).containsExactly("1 nice");
			assertThat(this.database.query("select customer_id || ' ' || number from customer_phones"))
				.containsExactly("1 555");
			assertThat(this.database.query(
					"select id || ' ' || created_at || ' ' || customer_id || ' ' || \"Total Sum\" from crm.purchase"))
				.containsExactly("2 now 1 12");
			assertThat(this.database.query("select id || ' ' || card_number from payment")).containsExactly("3 4711");
			assertThat(this.database.query("select id || ' ' || payload from truck join vehicle using (id)"))
				.containsExactly("4 40");
			assertThat(this.database.query("select id || ' ' || name || ' ' || diameter from circle"))
				.containsExactly("5 round 6");
			assertThat(this.database.query("select shop_id || ' ' || article_id || ' ' || amount from stock"))
				.containsExactly("7 8 9");
		}
	}

	@Test
	void writesHintsBeforeTheStatements() {
		start(EntitiesAfter.class, (context) -> assertThat(ddl(context)).startsWith("""
				-- column circle.diameter renamed from "width"
				-- column circle.id renamed from "nr"
				-- column circle.name renamed from "label"
				-- column crm.purchase."Total Sum" renamed from "Old Total"
				-- column crm.purchase.created_at renamed from "created"
				-- column crm.purchase.customer_id renamed from "buyer_nr"
				-- column crm.purchase.id renamed from "nr"
				-- column customer.created_at renamed from "created"
				-- column customer.home_street renamed from "home_road"
				-- column customer.id renamed from "nr"
				-- column customer_detail.id renamed from "nr"
				-- column customer_detail.note renamed from "remark"
				-- column customer_phones.number renamed from "no"
				-- column payment.card_number renamed from "card_no"
				-- column payment.id renamed from "nr"
				-- column stock.article_id renamed from "article_no"
				-- column stock.shop_id renamed from "shop_no"
				-- column truck.id renamed from "nr"
				-- column truck.payload renamed from "capacity"
				-- column vehicle.id renamed from "nr"
				-- table customer renamed from "customer_old"
				create"""));
	}

	@Test
	void followsSchemaThatIsSetForAllTables() {
		this.runner
			.withPropertyValues("spring.jpa.properties.hibernate.default_schema=crm", "migration.enabled=false",
					"spring.jpa.hibernate.ddl-auto=none")
			.withBean(PersistenceManagedTypes.class, () -> types(EntitiesAfter.Payment.class, EntitiesAfter.Card.class))
			.run((context) -> assertThat(ddl(context)).startsWith("""
					-- column crm.payment.card_number renamed from "card_no"
					-- column crm.payment.id renamed from "nr"
					"""));
	}

	@Test
	void writesNothingWhereNothingIsRenamed() {
		start(EntitiesBefore.class, (context) -> assertThat(ddl(context)).startsWith("create "));
	}

	@ParameterizedTest
	@ValueSource(classes = { MisplacedRenames.OfEmbedded.class, MisplacedRenames.OfCollection.class,
			MisplacedRenames.OfInverse.class, MisplacedRenames.OfTransient.class, MisplacedRenames.Twice.class,
			MisplacedRenames.Nothing.class, MisplacedRenames.TwoLines.class, MisplacedRenames.OfSubclass.class })
	void refusesToStartWhereAnnotationMeansNoTableOrColumn(Class<?> entity) {
		this.runner
			.withBean(PersistenceManagedTypes.class, () -> types(Stream
				.concat(Stream.of(entity, MisplacedRenames.Parent.class), Arrays.stream(entity.getDeclaredClasses()))
				.toArray(Class<?>[]::new)))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(MigrationSetupException.class)
				.hasMessageStartingWith("@RenamedFrom on " + entity.getName()));
		assertThat(this.database.query("select count(*) from pg_tables where schemaname = 'public'"))
			.containsExactly("0");
	}

	private void start(Class<?> holder, Consumer<AssertableApplicationContext> test) {
		this.runner.withBean(PersistenceManagedTypes.class, () -> types(holder.getDeclaredClasses())).run((context) -> {
			assertThat(context).hasNotFailed();
			test.accept(context);
		});
	}

	private static PersistenceManagedTypes types(Class<?>... types) {
		return PersistenceManagedTypes.of(Arrays.stream(types).map(Class::getName).toArray(String[]::new));
	}

	private static void assertInStep(MigrationPlan plan) {
		assertThat(plan.steps()).isEmpty();
		assertThat(plan.refused()).isEmpty();
	}

	private static String ddl(ApplicationContext context) {
		LocalContainerEntityManagerFactoryBean factory = context.getBean(LocalContainerEntityManagerFactoryBean.class);
		EntitySchema schema = (EntitySchema) Objects
			.requireNonNull(factory.getJpaPropertyMap().get(EntitySchema.SETTING));
		return schema.scripts().stream().map(SqlScript::text).reduce("", String::concat);
	}

}
