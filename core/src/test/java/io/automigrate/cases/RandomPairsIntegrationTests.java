package io.automigrate.cases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.automigrate.cases.PairLaws.Violation;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.PlanSettings;
import io.automigrate.production.Thorough;
import io.automigrate.test.TestServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Laws that hold for every pair of schemas. Each build tries the pairs that are written
 * down in {@code src/test/resources/pairs}, most of them reduced from random ones, the
 * plain way or without blocking anyone by turns; a thorough one goes the other way, too.
 * {@code -Dpairs.tries=100} tries random ones instead, {@code -Dpairs.seed=1000} from
 * that seed on (or {@code 7,9,} just these); a failure is reduced for
 * {@code -Dpairs.shrink} seconds and told with its seed and both schemas.
 * {@code -Dpairs.files=<directory>} tries what is written elsewhere:
 * {@code src/test/resources/pairs/open} has what is known not to hold yet. Those in
 * {@code src/test/resources/pairs/kept} are tried under policies that leave alone what no
 * source declares, and so is whatever is tried by choice.
 */
class RandomPairsIntegrationTests {

	private static final int TRIES = Integer.getInteger("pairs.tries", 0);

	private static final String SEEDS = System.getProperty("pairs.seed", "1");

	private static final String FILES = System.getProperty("pairs.files", "src/test/resources/pairs");

	/** What is asked for goes both ways. */
	private static final boolean CHOSEN = TRIES > 0 || SEEDS.contains(",") || System.getProperty("pairs.files") != null;

	private static final int SHRINK_SECONDS = Integer.getInteger("pairs.shrink", 20);

	private static final PairLaws PLAIN = new PairLaws(PlanSettings.DEFAULT_ONLINE_ABOVE);

	private static final PairLaws ONLINE = new PairLaws(-1);

	private static final String KEPT = "src/test/resources/pairs/kept";

	/** Not every other one by turns. */
	private static final int ALL = -1;

	/** Only the first violation of a kind is reduced. */
	private static final Set<String> KINDS = ConcurrentHashMap.newKeySet();

	private static final ExecutorService EXECUTOR = Executors.newFixedThreadPool(2);

	@BeforeAll
	static void createsRoles() {
		for (String role : RandomSchema.ROLES) {
			TestServer.get()
				.execute("do $$ begin create role " + role + "; exception when duplicate_object then null; end $$");
		}
	}

	@AfterAll
	static void shutdown() {
		EXECUTOR.shutdownNow();
	}

	@TestFactory
	List<DynamicTest> oneSchemaBecomesTheOther() throws IOException, SQLException {
		return tests("plain", FILES, PLAIN::violation, 0);
	}

	@TestFactory
	@Thorough
	List<DynamicTest> theOthersDoSo() throws IOException, SQLException {
		return CHOSEN ? List.of() : tests("plain", FILES, PLAIN::violation, 1);
	}

	@TestFactory
	List<DynamicTest> oneSchemaBecomesTheOtherWithoutBlockingAnyone() throws IOException, SQLException {
		return tests("online", FILES, ONLINE::violation, 1);
	}

	@TestFactory
	@Thorough
	List<DynamicTest> theOthersDoSoWithoutBlockingAnyone() throws IOException, SQLException {
		return CHOSEN ? List.of() : tests("online", FILES, ONLINE::violation, 0);
	}

	@TestFactory
	List<DynamicTest> whatIsLeftAloneKeepsNothingElseFromIt() throws IOException, SQLException {
		return tests("kept", CHOSEN ? FILES : KEPT, RandomPairsIntegrationTests::kept, ALL);
	}

	private static @Nullable Violation kept(SchemaPair pair, Random random) throws SQLException {
		for (ChangePolicy policy : List.of(ChangePolicy.ALTER, ChangePolicy.CREATE)) {
			Violation violation = (random.nextBoolean() ? PLAIN : ONLINE).keeping(pair, policy);
			if (violation != null) {
				return violation;
			}
		}
		return null;
	}

	/** Two at a time; what is waited for here has long begun. */
	private static List<DynamicTest> tests(String name, String directory, Laws laws, int turn)
			throws IOException, SQLException {
		Map<String, SchemaPair> pairs = new TreeMap<>();
		if (TRIES > 0 || SEEDS.contains(",")) {
			for (long seed : seeds().toArray()) {
				pairs.put(Long.toString(seed), SchemaPair.random(seed));
			}
		}
		else {
			try (Stream<Path> files = Files.list(Path.of(directory))) {
				for (Path file : files.filter(Files::isRegularFile).toList()) {
					pairs.put(file.getFileName().toString().replaceAll("\\..*", ""),
							SchemaPair.read(Files.readString(file)));
				}
			}
		}
		AtomicInteger turns = new AtomicInteger(turn);
		boolean all = CHOSEN || turn == ALL;
		return pairs.entrySet().stream().filter((entry) -> all || turns.getAndIncrement() % 2 == 0).map((entry) -> {
			Future<?> run = EXECUTOR.submit(() -> {
				run(name, laws, entry.getKey(), entry.getValue());
				return null;
			});
			return DynamicTest.dynamicTest(name + " " + entry.getKey(), () -> {
				try {
					run.get();
				}
				catch (ExecutionException ex) {
					throw ex.getCause();
				}
			});
		}).toList();
	}

	private static LongStream seeds() {
		if (SEEDS.contains(",")) {
			return Stream.of(SEEDS.split(",")).mapToLong(Long::parseLong);
		}
		long first = Long.parseLong(SEEDS);
		return LongStream.range(first, first + TRIES);
	}

	private static void run(String name, Laws laws, String seed, SchemaPair pair) throws SQLException, IOException {
		Violation violation = laws.violation(pair, new Random(seed.hashCode()));
		if (violation == null) {
			return;
		}
		String kind = violation.kind();
		boolean first = KINDS.add(kind);
		SchemaPair smallest = first ? pair.shrunk((candidate) -> {
			try {
				Violation other = laws.violation(candidate, new Random(seed.hashCode()));
				return other != null && kind.equals(other.kind());
			}
			catch (SQLException ex) {
				return false;
			}
		}, TimeUnit.SECONDS.toNanos(SHRINK_SECONDS)) : pair;
		Violation shown = laws.violation(smallest, new Random(seed.hashCode()));
		String text = "Seed " + seed + ": not so: " + ((shown != null) ? shown : violation).kind() + "\n" + smallest
				+ "\n" + ((shown != null) ? shown : violation).text();
		Path file = Path.of("target", "pairs", name + "-" + seed + (first ? "" : "-again") + ".txt");
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
		throw new AssertionError(text);
	}

	/** Finds the first law that does not hold for a pair, if any. */
	@FunctionalInterface
	private interface Laws {

		@Nullable Violation violation(SchemaPair pair, Random random) throws SQLException;

	}

}
