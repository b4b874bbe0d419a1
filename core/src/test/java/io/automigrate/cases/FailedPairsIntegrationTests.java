package io.automigrate.cases;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.automigrate.SchemaMigrator;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.production.DyingRun;
import io.automigrate.production.Thorough;
import io.automigrate.report.MigrationReport;
import io.automigrate.report.Outcome;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.OldVersion;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * For random pairs of schemas, too: after a run that did not succeed, every write that
 * the running version could make, it can make. Runs fail at rows, and are killed at three
 * random places each. {@code -Dpairs.tries=100} and {@code -Dpairs.seed=1000} choose
 * others; a failure tells its seed.
 */
@Thorough
class FailedPairsIntegrationTests {

	private static final int TRIES = Integer.getInteger("pairs.tries", 12);

	private static final long SEED = Long.getLong("pairs.seed", 1);

	private static final int KILLS = 3;

	private static final String[] SCHEMAS = { "public", "app" };

	@BeforeAll
	static void createsRoles() {
		for (String role : RandomSchema.ROLES) {
			TestServer.get()
				.execute("do $$ begin create role " + role + "; exception when duplicate_object then null; end $$");
		}
	}

	static Stream<Long> seeds() {
		return LongStream.range(SEED, SEED + TRIES).boxed();
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void theOldVersionCanWriteAsBefore(long seed) throws SQLException {
		SchemaPair pair = SchemaPair.random(seed);
		Random random = new Random(seed);
		ChangePolicy policy = random.nextBoolean() ? ChangePolicy.ALTER : ChangePolicy.CREATE;
		long onlineAbove = random.nextBoolean() ? -1 : 1_000_000;
		List<Integer> places = new ArrayList<>(List.of(0));
		for (int kill = 0; kill < places.size(); kill++) {
			try (TestDatabase database = TestServer.get().createDatabase()) {
				pair.create(database);
				OldVersion old = OldVersion.of(database.dataSource(), SCHEMAS);
				DyingRun run = DyingRun.of(database, places.get(kill),
						(dataSource) -> migrator(dataSource, pair.toSql(), policy, onlineAbove));
				if (kill == 0) {
					random.ints(KILLS, 1, run.places() + 1).forEach(places::add);
				}
				// Of one that is incomplete, all that was possible is done and stays.
				if (run.report().outcome() == Outcome.INCOMPLETE || run.report().success()) {
					continue;
				}
				String after = "place " + places.get(kill) + " of seed " + seed + " under " + policy + ", " + run.at()
						+ ": " + run.report().message();
				if (kill > 0) {
					MigrationReport older = migrator(database.dataSource(), pair.fromSql(), ChangePolicy.CREATE,
							onlineAbove)
						.migrate();
					// The new version's schema is there: as after a run that succeeds.
					if (migrator(database.dataSource(), pair.toSql(), policy, onlineAbove).plan().steps().isEmpty()) {
						continue;
					}
					assertThat(older.failure()).as("start of the old version, %s", after).isNull();
				}
				assertThat(old.lost().stream().limit(3))
					.as("what the old version cannot do any more, %s\n%s", after, pair)
					.isEmpty();
			}
		}
	}

	private static SchemaMigrator migrator(DataSource dataSource, String ddl, ChangePolicy policy, long onlineAbove) {
		return SchemaMigrator.builder(dataSource)
			.source(SchemaSource.ddl("pair", ddl))
			.schemas(SCHEMAS)
			.policy(policy)
			.onlineAbove(onlineAbove)
			.detailedLog(false)
			.build();
	}

}
