package io.automigrate.production;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.automigrate.SchemaMigrator;
import io.automigrate.execute.RunListener;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.PlanSettings;
import io.automigrate.report.MigrationReport;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TcpProxy;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/**
 * The law: after a run that did not succeed, every write that the running version could
 * make, it can make.
 * <p>
 * A thorough run tries a random sample of the places at which a run can be met:
 * {@code -Dplaces.tries=1000} tries all of them, {@code -Dplaces.seed=2} others.
 */
class FailedRunIntegrationTests {

	private static final long ONLINE = -1;

	/** How many are tried of a run in the ordinary build. */
	private static final int MOMENTS = 1;

	/** How many places are tried under the policy that does most. */
	private static final int PLACES = Integer.getInteger("places.tries", 3);

	/** For how many of them one is tried under the other policies. */
	private static final int FEWER = 3;

	private static final long SEED = Long.getLong("places.seed", 1);

	/**
	 * A change, and how it is made.
	 *
	 * @param change the change
	 * @param policy how far the run may go
	 * @param onlineAbove from which size on a table is changed online
	 */
	record Case(Tightening change, ChangePolicy policy, long onlineAbove) {

		TwoReleases begin() {
			return new TwoReleases(this.change, this.policy, this.onlineAbove);
		}

		@Override
		public String toString() {
			return this.change + " under " + this.policy + ((this.onlineAbove < 0) ? ", online" : ", plain");
		}

	}

	static Stream<Case> all() {
		return Stream.of(Tightening.values())
			.flatMap((change) -> Stream.of(ChangePolicy.values())
				.filter(change::under)
				.flatMap((policy) -> Stream.of(PlanSettings.DEFAULT_ONLINE_ABOVE, ONLINE)
					.map((onlineAbove) -> new Case(change, policy, onlineAbove))));
	}

	/** The way in which most is committed before the end, for each kind. */
	static Stream<Case> online() {
		return all().filter((one) -> one.policy() == ChangePolicy.FULL && one.onlineAbove() == ONLINE);
	}

	static Stream<Case> otherWays() {
		return all().filter((one) -> one.policy() != ChangePolicy.FULL || one.onlineAbove() != ONLINE);
	}

	@ParameterizedTest
	@MethodSource("online")
	void rowsInTheWayAreCountedAndShownAndNothingIsChanged(Case one) {
		failsAtItsRows(one);
	}

	@Thorough
	@ParameterizedTest
	@MethodSource("otherWays")
	void rowsInTheWayAreCountedAndShownInOtherWays(Case one) {
		failsAtItsRows(one);
	}

	private static void failsAtItsRows(Case one) {
		assumeFalse(one.change().inTheWay.isEmpty(), "no rows can be in the way of it");
		try (TwoReleases releases = one.begin()) {
			releases.database().execute(one.change().inTheWay);
			MigrationReport report = releases.newer(releases.database().dataSource()).migrate();
			assertThat(report.success()).as(report.message()).isFalse();
			releases.assertNothingIsLost("rows were in the way");
			releases.assertUntouched();
			assertThat(report.errors()).singleElement()
				.asString()
				.containsPattern("\\b[12]\\b")
				.contains(one.change().shown);
		}
	}

	@ParameterizedTest
	@MethodSource("online")
	void rowsInTheWayOfSomethingElseLeaveItAsItWas(Case one) {
		failsAtOtherRows(one);
	}

	@Thorough
	@ParameterizedTest
	@MethodSource("otherWays")
	void rowsInTheWayOfSomethingElseLeaveItAsItWasInOtherWays(Case one) {
		failsAtOtherRows(one);
	}

	private static void failsAtOtherRows(Case one) {
		try (TwoReleases releases = one.begin()) {
			releases.database().execute(Tightening.COMPANION_IN_THE_WAY);
			MigrationReport report = releases.newer(releases.database().dataSource()).migrate();
			assertThat(report.success()).as(report.message()).isFalse();
			releases.assertNothingIsLost("rows of another table were in the way");
			releases.assertUntouched();
			assertThat(report.errors()).singleElement().asString().containsPattern("\\b1\\b").contains("4711");
		}
	}

	@ParameterizedTest
	@MethodSource("online")
	void rowsOfSomethingElseThatArriveLateLeaveItAsItWas(Case one) {
		try (TwoReleases releases = one.begin();
				TcpProxy proxy = TcpProxy.to(releases.database().server(),
						Places.before(FailedRunIntegrationTests::tightensTheCompanion,
								() -> insert(releases, Tightening.COMPANION_IN_THE_WAY)))) {
			MigrationReport report = releases.newer(proxy.dataSource(releases.database())).migrate();
			assertThat(releases.database().query("select id from logs where id = 900")).as("the rows arrived")
				.isNotEmpty();
			assertThat(report.success()).as(report.message()).isFalse();
			releases.assertNothingIsLost("rows of another table arrived late");
			releases.assertNothingHalfMade("rows of another table arrived late");
		}
	}

	@Thorough
	@ParameterizedTest
	@MethodSource("all")
	void rowsThatArriveAtAnyTimeLeaveItAsItWas(Case one) {
		String late = one.change().inTheWay.isEmpty() ? Tightening.COMPANION_IN_THE_WAY : one.change().inTheWay;
		try (TwoReleases releases = one.begin()) {
			int failures = 0;
			for (int place : places(releases, one.policy())) {
				releases.prepare();
				Places places = new Places(place, (backend) -> insert(releases, late));
				try (TcpProxy proxy = TcpProxy.to(releases.database().server(), places)) {
					MigrationReport report = releases.newer(proxy.dataSource(releases.database())).migrate();
					if (!report.success()) {
						String after = "rows arrived " + at(place, places.at()) + ", so that " + report.message();
						releases.assertNothingIsLost(after);
						releases.assertNothingHalfMade(after);
						failures++;
					}
				}
			}
			assertThat(failures).as("runs that rows were in the way of").isPositive();
		}
	}

	/**
	 * The client dies; the old version starts again; then the new one does. Where the new
	 * release's schema was reached all the same, there is nothing to take back.
	 */
	@Thorough
	@ParameterizedTest
	@MethodSource("all")
	void theNextStartTakesBackWhatADeadRunLeft(Case one) {
		try (TwoReleases releases = one.begin()) {
			for (int place : places(releases, one.policy())) {
				diesAt(releases, place);
			}
		}
	}

	/** Somebody else has built on what the run has made, which therefore stays. */
	@Test
	void whatCannotBeUndoneKeepsNothingElseFromIt() {
		String half = "create function half(%s int) returns int immutable language sql as 'select 1';";
		List<String> warnings = new CopyOnWriteArrayList<>();
		try (TestDatabase database = TestServer.get().createDatabase()) {
			database.execute("create sequence numbers maxvalue 1000;" + half.formatted("n")
					+ "create table pets (id int primary key, chip int); insert into pets values (1, 1)");
			TcpProxy.Watcher meddler = Places.before((sql) -> sql.contains("SHARE UPDATE EXCLUSIVE"),
					() -> database.execute("create table others (n int); create index on others (half(n));"
							+ "alter table pets drop constraint pets_chip"));
			try (TcpProxy proxy = TcpProxy.to(database.server(), meddler)) {
				MigrationReport report = SchemaMigrator.builder(proxy.dataSource(database))
					.policy(ChangePolicy.ALTER)
					.onlineAbove(ONLINE)
					.detailedLog(false)
					.source(SchemaSource.ddl("release.sql", "create sequence numbers maxvalue 10;" + half.formatted("m")
							+ "create table pets (id int primary key, chip int constraint pets_chip check (chip > 0));"))
					.build()
					.watchedBy(new RunListener() {

						@Override
						public void warning(String warning) {
							warnings.add(warning);
						}

					})
					.migrate();
				assertThat(report.success()).as(report.message()).isFalse();
			}
			assertThat(warnings).anySatisfy((warning) -> assertThat(warning).contains("could not be undone")
				.contains("create function half(integer)")
				.contains("other objects depend on it"));
			assertThat(database.query("select setval('numbers', 500)")).containsExactly("500");
		}
	}

	@ParameterizedTest
	@MethodSource("online")
	void theNextStartTakesBackWhatARunLeftThatDiedInTheMiddle(Case one) {
		try (TwoReleases releases = one.begin()) {
			int places = places(releases);
			for (int part = 1; part <= MOMENTS; part++) {
				diesAt(releases, places * part / (MOMENTS + 1));
			}
		}
	}

	private static String at(int place, String statement) {
		return statement + " (place " + place + " of the sample with -Dplaces.seed=" + SEED + ")";
	}

	/** Whatever looks at the rows has done so; the table is not locked yet. */
	private static boolean tightensTheCompanion(String sql) {
		return sql.contains("logs") && (sql.contains("LOCK TABLE") || sql.contains("NOT VALID"));
	}

	private static void diesAt(TwoReleases releases, int place) {
		releases.prepare();
		DyingRun run = DyingRun.of(releases.database(), place, releases::newer);
		String after = "the run died " + at(place, run.at());
		MigrationReport older = releases.older(releases.database().dataSource()).migrate();
		assertThat(older.failure()).as("start of the old version, %s", after).isNull();
		if (!releases.newerIsThere()) {
			releases.assertNothingIsLost(after + " and the old version started");
			releases.assertNothingHalfMade(after + " and the old version started");
		}
		MigrationReport newer = releases.newer(releases.database().dataSource()).migrate();
		assertThat(newer.failure()).as("start of the new version, %s", after).isNull();
		assertThat(releases.newerIsThere()).as("the new release's schema, %s", after).isTrue();
		releases.assertNothingHalfMade(after + " and both started");
	}

	/** A sample of the places, in their order; fewer under policies that do less. */
	private static List<Integer> places(TwoReleases releases, ChangePolicy policy) {
		int number = places(releases);
		assertThat(number).as("places").isPositive();
		List<Integer> all = new ArrayList<>(IntStream.rangeClosed(1, number).boxed().toList());
		Collections.shuffle(all, new Random(SEED));
		int tries = (policy == ChangePolicy.FULL) ? PLACES : Math.max(1, PLACES / FEWER);
		return all.stream().limit(tries).sorted().toList();
	}

	/** Count the places of a run. */
	private static int places(TwoReleases releases) {
		releases.prepare();
		DyingRun run = DyingRun.of(releases.database(), 0, releases::newer);
		run.report().orThrow();
		return run.places();
	}

	/** Insert if nobody holds the table, which the run itself may do. */
	private static void insert(TwoReleases releases, String rows) {
		try (Connection connection = releases.database().dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("set lock_timeout = '50ms'");
			statement.execute(rows);
		}
		catch (SQLException ex) {
			// Too late: they are kept out already, which is right.
		}
	}

}
