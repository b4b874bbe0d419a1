package io.automigrate;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.automigrate.diff.Aspect;
import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.execute.PlannedChange;
import io.automigrate.plan.Hazard;
import io.automigrate.plan.HazardCode;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.MigrationStep;
import io.automigrate.plan.RefusedChange;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What tightens a table with rows waits as long as older releases are running.
 */
class DeferralIntegrationTests {

	private static final List<String> OLDER = List.of("trackers 1.4 on host-a, seen 3 s ago");

	private static final String ORDERS = "create table orders (id int primary key, n int);";

	private static final String ROW = "insert into orders values (1, 1);";

	/** What cannot be known to restrict anybody, or is about an empty table or none. */
	private static final Set<RestrictingChange> NOT_DEFERRED = EnumSet.of(RestrictingChange.REQUIRED_COLUMN,
			RestrictingChange.VIEW_OF_REQUIRED_COLUMN, RestrictingChange.DOMAIN_BECOMES_ENUM,
			RestrictingChange.GENERATED_COLUMN, RestrictingChange.GENERATION_EXPRESSION,
			RestrictingChange.FUNCTION_REPLACED, RestrictingChange.VIEW_WITH_CHECK_OPTION,
			RestrictingChange.PARTITION_ADDED_BESIDE_DEFAULT);

	/** These take hints. */
	private static final Set<RestrictingChange> RENAMES = EnumSet.of(RestrictingChange.TABLE_RENAMED,
			RestrictingChange.COLUMN_RENAMED, RestrictingChange.ENUM_VALUE_RENAMED);

	/** Two for all: each test empties them first. */
	private static final TestDatabase LIVE = TestServer.get().createDatabase();

	private static final TestDatabase DESIRED = TestServer.get().createDatabase();

	private static final KeptConnections TO_LIVE = new KeptConnections(LIVE);

	private static final KeptConnections TO_DESIRED = new KeptConnections(DESIRED);

	@BeforeAll
	static void createsARole() {
		LIVE.execute(
				"""
						do $$ begin create role automigrate_undo_app; exception when duplicate_object or unique_violation then end $$;
						""");
	}

	@AfterAll
	static void dropsTheDatabases() {
		TO_LIVE.close();
		TO_DESIRED.close();
		LIVE.close();
		DESIRED.close();
	}

	@BeforeEach
	void empties() {
		LIVE.empty();
		DESIRED.empty();
	}

	static Stream<RestrictingChange> changes() {
		return UndoIntegrationTests.supported().filter((change) -> !RENAMES.contains(change));
	}

	@ParameterizedTest
	@MethodSource("changes")
	void tighteningWaits(RestrictingChange change) {
		LIVE.execute(change.before);
		DESIRED.execute(change.after);
		MigrationPlan plan = consented(OLDER);
		if (NOT_DEFERRED.contains(change)) {
			assertThat(plan.refused()).isEmpty();
			assertThat(plan.steps()).isNotEmpty();
			return;
		}
		assertThat(plan.refused()).isNotEmpty().allMatch(RefusedChange::deferred);
		assertThat(plan.steps()).as(plan.sql()).allMatch((step) -> takesNothing(change, step, plan.defaultSchema()));
		assertThat(consented(List.of()).refused()).isEmpty();
		Set<String> wildcard = consents(plan);
		wildcard.removeIf((consent) -> consent.startsWith("TIGHTENS"));
		wildcard.add("TIGHTENS:*");
		wildcard.addAll(consents(PlannedChange.of(TO_LIVE.dataSource(), TO_DESIRED.dataSource(), List.of(), Set.of())));
		assertThat(PlannedChange.of(TO_LIVE.dataSource(), TO_DESIRED.dataSource(), OLDER, wildcard).refused())
			.isEmpty();
	}

	/** A new table, and the name of a NOT NULL, which has one from 18 on. */
	private static boolean takesNothing(RestrictingChange change, MigrationStep step, String defaultSchema) {
		return (change == RestrictingChange.FUNCTION_MADE_ANEW_FOR_AN_INDEX
				&& step.title(defaultSchema).equals("create table others"))
				|| (step.change() instanceof Alter alter && alter.aspect() == Aspect.NOT_NULL_NAME);
	}

	/** With consent to all but to tighten. */
	private MigrationPlan consented(List<String> older) {
		Set<String> allow = new HashSet<>();
		while (true) {
			MigrationPlan plan = PlannedChange.of(TO_LIVE.dataSource(), TO_DESIRED.dataSource(), older, allow);
			Set<String> more = consents(plan);
			more.removeIf((consent) -> consent.startsWith("TIGHTENS"));
			if (!allow.addAll(more)) {
				return plan;
			}
		}
	}

	private static Set<String> consents(MigrationPlan plan) {
		Set<String> consents = new HashSet<>();
		plan.refused()
			.stream()
			.flatMap((refused) -> refused.hazards().stream())
			.filter((hazard) -> hazard.code().takesConsent())
			.map(Hazard::consent)
			.forEach(consents::add);
		return consents;
	}

	private MigrationPlan plan(String before, String after, List<String> older, String... renames) {
		LIVE.execute(before);
		DESIRED.execute(after);
		return PlannedChange.of(TO_LIVE.dataSource(), TO_DESIRED.dataSource(), older, Set.of(), renames);
	}

	private static List<String> titles(MigrationPlan plan) {
		return plan.steps().stream().map((step) -> step.title("public")).toList();
	}

	@Test
	void theRestHappens() {
		MigrationPlan plan = plan(ORDERS + ROW,
				"create table orders (id int primary key, n int check (n > 0), note text, at date not null default now());"
						+ "create index of_n on orders (n);"
						+ "create table items (id int primary key, order_id int not null unique references orders);"
						+ "create view seen as select id from orders;",
				OLDER);
		assertThat(titles(plan)).containsExactlyInAnyOrder("create column note of orders", "create column at of orders",
				"create index of_n on orders", "create table items", "create foreign key items_order_id_fkey on items",
				"create view seen");
		assertThat(plan.refused()).singleElement().satisfies((refused) -> {
			assertThat(refused.deferred()).isTrue();
			assertThat(refused.message()).isEqualTo(
					"Check constraint \"orders_n_check\" on \"public\".\"orders\" is deferred: instances of older releases are running,"
							+ " and it takes from them what they can do now (trackers 1.4 on host-a, seen 3 s ago)."
							+ " Wait: the first run that finds none of them does it; or allow it by name:"
							+ " migration.schema.allow=TIGHTENS:public.orders.orders_n_check.");
			assertThat(refused.hazards()).extracting(Hazard::code)
				.containsExactly(HazardCode.CAN_FAIL_ON_DATA, HazardCode.TIGHTENS);
		});
	}

	@Test
	void namesThreeInstancesAndCountsTheOthers() {
		MigrationPlan plan = plan(ORDERS + ROW, ORDERS.replace("n int", "n int not null"),
				List.of("a 1", "a 2", "a 3", "a 4", "a 5"));
		assertThat(plan.refused()).singleElement()
			.satisfies((refused) -> assertThat(refused.reason()).contains("(a 1; a 2; a 3; and 2 more)"));
	}

	@Test
	void consentByNameIsForThatObject() {
		LIVE.execute(ORDERS + ROW);
		DESIRED.execute("create table orders (id int primary key, n int check (n > 0) unique);");
		MigrationPlan plan = PlannedChange.of(TO_LIVE.dataSource(), TO_DESIRED.dataSource(), OLDER,
				Set.of("TIGHTENS:public.orders.orders_n_check"));
		assertThat(titles(plan)).containsExactly("create check constraint orders_n_check on orders");
		assertThat(plan.refused()).extracting((refused) -> refused.object().name().name())
			.containsExactly("orders_n_key");
	}

	@Test
	void anEmptyTableIsTightenedAtOnce() {
		MigrationPlan plan = plan(ORDERS, ORDERS.replace("n int", "n int not null unique check (n > 0)"), OLDER);
		assertThat(plan.refused()).isEmpty();
		assertThat(plan.steps()).hasSize(3);
	}

	@Test
	void whatNeedsSomethingDeferredIsDeferred() {
		MigrationPlan plan = plan(ORDERS + ROW, ORDERS.replace("n int", "n int unique")
				+ "create table items (id int primary key, n int references orders (n));", OLDER);
		assertThat(titles(plan)).containsExactly("create table items");
		assertThat(plan.refused()).hasSize(2).allMatch(RefusedChange::deferred);
	}

	@Test
	void aKeyStaysUntilItsSuccessorComes() {
		MigrationPlan plan = plan(ORDERS + ROW,
				"create table orders (id int not null, n int constraint orders_key primary key);", OLDER);
		assertThat(plan.steps()).isEmpty();
		assertThat(plan.refused()).isNotEmpty().allMatch(RefusedChange::deferred);
	}

	@Test
	void aSerialStaysUntilItsIdentityComes() {
		MigrationPlan plan = plan("create table orders (id serial, n int); insert into orders (n) values (1);",
				"create table orders (id int not null generated always as identity, n int);", OLDER);
		assertThat(plan.steps()).as(plan.sql()).isEmpty();
		assertThat(plan.refused()).isNotEmpty().allMatch(RefusedChange::deferred);
	}

	@Test
	void aRenamedTableHasNoEmptyTwin() {
		MigrationPlan plan = plan(ORDERS + ROW, ORDERS.replace("orders", "purchases")
			.replace("n int", "n int, note text")
				+ "create index of_n on purchases (n); comment on table purchases is 'bought';"
				+ "create view seen as select n from purchases; create table items (id int references purchases);"
				+ "create table other (id int);", OLDER, "public.orders->purchases");
		assertThat(titles(plan)).as(plan.sql()).containsExactlyInAnyOrder("create table items", "create table other");
		assertThat(plan.refused()).isNotEmpty().allMatch(RefusedChange::deferred);
		assertThat(OnlineChange.statements(plan)).noneMatch((statement) -> statement.contains("purchases"));
	}

	@Test
	void aRenamedColumnHasNoEmptyTwin() {
		MigrationPlan plan = plan(ORDERS + ROW,
				ORDERS.replace("n int", "number int default 1, note text")
						+ "create index of_number on orders (number); comment on column orders.number is 'how many';",
				OLDER, "public.orders.n->number");
		assertThat(titles(plan)).containsExactly("create column note of orders");
		assertThat(plan.refused()).isNotEmpty().allMatch(RefusedChange::deferred);
		assertThat(OnlineChange.statements(plan)).noneMatch((statement) -> statement.contains("number"));
	}

	@Test
	void aReferenceWaitsForTheTypeOfItsColumn() {
		MigrationPlan plan = plan(
				"create table orders (id int primary key); create table items (n text); insert into items values ('1');",
				"create table orders (id int primary key); create table items (n int default 1 references orders);"
						+ "create view seen as select n from items;",
				OLDER);
		assertThat(plan.steps()).as(plan.sql()).isEmpty();
		assertThat(plan.refused()).hasSize(4).allMatch(RefusedChange::deferred);
	}

}
