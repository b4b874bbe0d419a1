package io.automigrate.production;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import javax.sql.DataSource;

import io.automigrate.SchemaMigrator;
import io.automigrate.report.MigrationReport;
import io.automigrate.test.TcpProxy;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.Waiting;

/**
 * A run whose host dies at a place: its connection ends there, and it gets no other.
 *
 * @param report what the run says
 * @param places how many places it came to
 * @param at where it died, or an empty text where it came to its end
 */
public record DyingRun(MigrationReport report, int places, String at) {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final String OTHER_SESSIONS = """
			select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
				and backend_type = 'client backend'""";

	/**
	 * Run until it dies, and wait until the server knows.
	 * @param database the database, which nobody else is connected to
	 * @param place the number of the place, from 1; 0 for none
	 * @param migrator makes the migrator
	 * @return the run
	 */
	public static DyingRun of(TestDatabase database, int place, Function<DataSource, SchemaMigrator> migrator) {
		TcpProxy[] proxy = new TcpProxy[1];
		Places places = new Places(place, (backend) -> {
			proxy[0].close();
			database.server().end(backend);
		});
		MigrationReport report;
		try (TcpProxy opened = TcpProxy.to(database.server(), places)) {
			proxy[0] = opened;
			report = migrator.apply(opened.dataSource(database)).migrate();
		}
		Waiting.until("the sessions end", PATIENCE, () -> database.query(OTHER_SESSIONS).equals(List.of()));
		return new DyingRun(report, places.passed(), places.at());
	}

}
