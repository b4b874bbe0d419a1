package io.automigrate.production;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.PlanSettings;
import io.automigrate.report.MigrationReport;
import io.automigrate.test.TcpProxy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/**
 * The law: after a run that did not succeed, every write that the running version could
 * make, it can make.
 */
class FailedRunIntegrationTests {

	private static final long ONLINE = -1;

	/** How many are tried of a run in the ordinary build. */
	private static final int MOMENTS = 1;

	/** How many places are tried where not all are. */
	private static final int SOME_PLACES = 6;

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
						String after = "rows arrived " + places.at() + ", so that " + report.message();
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

	/** Whatever looks at the rows has done so; the table is not locked yet. */
	private static boolean tightensTheCompanion(String sql) {
		return sql.contains("logs") && (sql.contains("LOCK TABLE") || sql.contains("NOT VALID"));
	}

	private static void diesAt(TwoReleases releases, int place) {
		releases.prepare();
		DyingRun run = DyingRun.of(releases.database(), place, releases::newer);
		String after = "the run died " + run.at();
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

	/** All places under the policy that does most, some under the others. */
	private static List<Integer> places(TwoReleases releases, ChangePolicy policy) {
		int number = places(releases);
		assertThat(number).as("places").isPositive();
		List<Integer> all = Stream.iterate(1, (place) -> place + 1).limit(number).toList();
		if (policy == ChangePolicy.FULL) {
			return all;
		}
		Random random = new Random(number);
		return random.ints(SOME_PLACES, 1, number + 1).boxed().toList();
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
