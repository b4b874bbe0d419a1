package io.automigrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.Hazard;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.MigrationStep;
import io.automigrate.production.Thorough;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The law of undo: after any part of a plan, what undoes its steps gives writers of the
 * old version back whatever they could write before.
 */
class UndoIntegrationTests {

	private static final long NEVER = Long.MAX_VALUE;

	private static final long ALWAYS = -1;

	/** One for all: each test empties it first. */
	private static final TestDatabase DATABASE = TestServer.get().createDatabase();

	private static final KeptConnections CONNECTIONS = new KeptConnections(DATABASE);

	@BeforeAll
	static void createsARole() {
		DATABASE.execute(
				"""
						do $$ begin create role automigrate_undo_app; exception when duplicate_object or unique_violation then end $$;
						grant automigrate_undo_app to current_user""");
	}

	@AfterAll
	static void dropsTheDatabase() {
		CONNECTIONS.close();
		DATABASE.close();
	}

	static Stream<RestrictingChange> supported() {
		int major;
		try (TestDatabase database = TestServer.get().createDatabase()) {
			major = OnlineChange.major(database);
		}
		return Stream.of(RestrictingChange.values()).filter((change) -> change.since <= major);
	}

	/** Each of them the plain way or without blocking anyone, by turns. */
	static Stream<Arguments> changes() {
		return supported().map((change) -> Arguments.of(change, hasPlainTurn(change) ? NEVER : ALWAYS));
	}

	/** The way that {@link #changes()} leaves out. */
	static Stream<Arguments> changesTheOtherWay() {
		return supported().map((change) -> Arguments.of(change, hasPlainTurn(change) ? ALWAYS : NEVER));
	}

	private static boolean hasPlainTurn(RestrictingChange change) {
		return change.name().hashCode() % 2 == 0;
	}

	@ParameterizedTest
	@MethodSource("changesTheOtherWay")
	@Thorough
	void givesBackWhatStepsTakeTheOtherWay(RestrictingChange change, long onlineAbove) {
		givesBackWhatStepsTake(change, onlineAbove);
	}

	@ParameterizedTest
	@MethodSource("changes")
	void givesBackWhatStepsTake(RestrictingChange change, long onlineAbove) {
		prepare(change.before);
		assertThat(change.writes).allSatisfy((write) -> assertThat(failure(write)).isNull());
		MigrationPlan plan = plan(change, onlineAbove);
		assertThat(plan.refused()).isEmpty();
		assertThat(plan.steps()).isNotEmpty().noneMatch(MigrationStep::irreversible);
		plan.steps().forEach((step) -> run(step.statements()));
		assertThat(change.writes).as("taken by the whole plan")
			.anySatisfy((write) -> assertThat(failure(write)).isNotNull());
		for (int done = plan.steps().size(); done > 0; done--) {
			prepare(change.before);
			List<MigrationStep> steps = plan.steps().subList(0, done);
			steps.forEach((step) -> run(step.statements()));
			undo(steps);
			String where = "after " + done + " of " + plan.steps().size() + " steps\n" + plan.sql();
			assertThat(change.writes).as(where).allSatisfy((write) -> assertThat(failure(write)).as(write).isNull());
			assertThat(OnlineChange.remains(DATABASE)).as(where).isEmpty();
		}
	}

	@ParameterizedTest
	@MethodSource("changes")
	@Thorough
	void doesNoHarmWhereNothingWasDoneTheOtherWay(RestrictingChange change, long onlineAbove) {
		doesNoHarmWhereNothingWasDone(change, onlineAbove);
	}

	@ParameterizedTest
	@MethodSource("changesTheOtherWay")
	void doesNoHarmWhereNothingWasDone(RestrictingChange change, long onlineAbove) {
		prepare(change.before);
		undo(plan(change, onlineAbove).steps());
		assertThat(change.writes).allSatisfy((write) -> assertThat(failure(write)).as(write).isNull());
	}

	@Test
	void isEmptyWhereNothingIsTaken() {
		prepare("create table orders (id int primary key, n int); insert into orders values (1, 1);");
		MigrationPlan plan = plan("""
				create table orders (id int primary key, n int, note text, at timestamptz not null default now());
				create table items (id int primary key, order_id int not null unique references orders);
				create view seen as select id from orders;
				comment on table orders is 'orders'
				""", NEVER);
		assertThat(plan.steps()).isNotEmpty().allSatisfy((step) -> {
			assertThat(step.undo()).as(step.title("public")).isEmpty();
			assertThat(step.irreversible()).isFalse();
		});
	}

	@Test
	void leavesAnIndexThatIsComplete() {
		prepare("create table orders (id int primary key, n int); insert into orders values (1, 1);");
		MigrationPlan plan = plan("create table orders (id int primary key, n int); create index of_n on orders (n)",
				ALWAYS);
		plan.steps().forEach((step) -> run(step.statements()));
		undo(plan.steps());
		assertThat(DATABASE
			.query("select indexrelid::regclass from pg_index where indisvalid and indrelid = 'orders'::regclass"))
			.contains("of_n");
	}

	@Test
	void removesWhatAnInterruptedBuildLeaves() {
		prepare("create table orders (id int primary key, n int); insert into orders values (1, 1), (2, 1);");
		for (String index : List.of("create unique index of_n on orders (n)",
				"create index of_n on orders ((1 / (n - 1)))")) {
			MigrationPlan plan = plan("create table orders (id int primary key, n int);" + index, ALWAYS);
			assertThat(failure(plan.steps().get(0).statements().get(0))).isNotNull();
			assertThat(OnlineChange.remains(DATABASE)).containsExactly("of_n is not valid");
			undo(plan.steps());
			assertThat(OnlineChange.remains(DATABASE)).isEmpty();
		}
	}

	@Test
	void removesAColumnThatIsNotFilled() {
		prepare("create table orders (id int primary key, n int); insert into orders values (1, 1), (2, 1);");
		MigrationPlan plan = plan(
				"create table orders (id int primary key, n int, code uuid not null default gen_random_uuid())",
				ALWAYS);
		run(plan.steps().get(0).statements());
		undo(plan.steps().subList(0, 1));
		assertThat(columns()).containsExactly("id", "n");
		plan.steps().forEach((step) -> run(step.statements()));
		undo(plan.steps());
		assertThat(columns()).containsExactly("id", "n", "code");
	}

	@Test
	void saysWhatCannotBeUndone() {
		prepare("""
				create table orders (id int primary key, n numeric(10, 4), old int);
				create table gone (id int);
				insert into orders values (1, 1, 1); insert into gone values (1)
				""");
		MigrationPlan plan = plan("create table orders (id int primary key, n numeric(10, 2))", NEVER);
		assertThat(plan.steps()).hasSize(3).allMatch(MigrationStep::irreversible);
	}

	private List<String> columns() {
		return DATABASE.query(
				"select attname from pg_attribute where attrelid = 'orders'::regclass and attnum > 0 and not attisdropped");
	}

	private void prepare(String sql) {
		DATABASE.execute("drop schema public cascade; create schema public; grant usage on schema public to public;"
				+ sql + ";analyze");
	}

	private MigrationPlan plan(RestrictingChange change, long onlineAbove) {
		return plan(change.after, onlineAbove);
	}

	/** With consent to all that takes some. */
	private MigrationPlan plan(String desired, long onlineAbove) {
		Set<String> consents = new HashSet<>();
		while (true) {
			MigrationPlan plan = SchemaMigrator.builder(CONNECTIONS.dataSource())
				.policy(ChangePolicy.FULL)
				.dropUnmanaged(true)
				.onlineAbove(onlineAbove)
				.allow(consents.toArray(String[]::new))
				.source(SchemaSource.ddl("test.sql", desired))
				.build()
				.plan();
			if (!consents.addAll(plan.refused()
				.stream()
				.flatMap((refused) -> refused.hazards().stream())
				.filter((hazard) -> hazard.code().takesConsent())
				.map(Hazard::consent)
				.toList())) {
				return plan;
			}
		}
	}

	private void undo(List<MigrationStep> steps) {
		for (int i = steps.size() - 1; i >= 0; i--) {
			run(steps.get(i).undo());
		}
	}

	private void run(List<String> statements) {
		statements.forEach(DATABASE::execute);
	}

	/** Why a statement fails, in a transaction that is rolled back if it can be. */
	private @Nullable String failure(String sql) {
		try (Connection connection = DATABASE.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(sql.contains("CONCURRENTLY"));
			statement.execute(sql);
			if (!connection.getAutoCommit()) {
				statement.execute("set constraints all immediate");
				connection.rollback();
			}
			return null;
		}
		catch (SQLException ex) {
			return ex.getMessage();
		}
	}

}
