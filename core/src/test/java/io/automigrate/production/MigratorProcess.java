package io.automigrate.production;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.automigrate.SchemaMigrator;
import io.automigrate.execute.RunListener;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.MigrationStep;
import io.automigrate.report.MigrationReport;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.ChildProcess;
import io.automigrate.test.TestDatabase;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A migration in a JVM of its own. It prints a line when it starts, one after each step,
 * where it can be told to pause, and one at its end.
 */
final class MigratorProcess {

	private static final String DONE = "done: ";

	private static final String ENDED = "ended: ";

	private MigratorProcess() {
	}

	/**
	 * Settings of such a process, as its arguments.
	 *
	 * @param values the settings
	 */
	record Settings(Map<String, String> values) {

		Settings {
			values = Map.copyOf(values);
		}

		static Settings of(TestDatabase database, String ddl) {
			return new Settings(Map.of("url", database.url(), "user", database.server().user(), "password",
					database.server().password(), "ddl", ddl));
		}

		Settings with(String name, Object value) {
			Map<String, String> values = new LinkedHashMap<>(this.values);
			values.put(name, value.toString());
			return new Settings(values);
		}

		/** Start the process. */
		ChildProcess start() {
			List<String> arguments = new ArrayList<>();
			this.values.forEach((name, value) -> arguments.add(name + "=" + value));
			return ChildProcess.start(MigratorProcess.class, arguments);
		}

		String get(String name, String otherwise) {
			return this.values.getOrDefault(name, otherwise);
		}

		Duration seconds(String name, int otherwise) {
			return Duration.ofSeconds(Long.parseLong(get(name, Integer.toString(otherwise))));
		}

	}

	/** Returns whether a line tells that a step is done that has something in its SQL. */
	static boolean done(String line, String sql) {
		return line.startsWith(DONE) && line.contains(sql);
	}

	/** Returns whether a line tells the end. */
	static boolean ended(String line) {
		return line.startsWith(ENDED);
	}

	static boolean succeeded(String line) {
		return line.startsWith(ENDED + "success");
	}

	public static void main(String[] arguments) {
		Map<String, String> values = new LinkedHashMap<>();
		for (String argument : arguments) {
			int at = argument.indexOf('=');
			values.put(argument.substring(0, at), argument.substring(at + 1));
		}
		Settings settings = new Settings(values);
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(settings.get("url", ""));
		dataSource.setUser(settings.get("user", ""));
		dataSource.setPassword(settings.get("password", ""));
		SchemaMigrator.Builder builder = SchemaMigrator.builder(dataSource)
			.application(settings.get("application", "child"))
			.policy(ChangePolicy.valueOf(settings.get("policy", "FULL")))
			.onlineAbove(Long.parseLong(settings.get("onlineAbove", "-1")))
			.timeout(settings.seconds("timeout", 30))
			.lockTimeout(settings.seconds("lockTimeout", 30))
			.scanTimeout(settings.seconds("scanTimeout", 1200))
			.detailedLog(false)
			.source(SchemaSource.ddl("child.sql", settings.get("ddl", "")));
		System.out.println("starting");
		MigrationReport report = builder.build().watchedBy(new RunListener() {

			@Override
			public void done(MigrationStep step, String defaultSchema) {
				String sql = String.join("; ", step.statements()).replace('\n', ' ');
				System.out.println(DONE + sql);
				if (values.containsKey("pauseAfter") && sql.contains(settings.get("pauseAfter", ""))) {
					pause(settings.seconds("pause", 3600));
				}
			}

		}).migrate();
		System.out.println(
				ENDED + (report.success() ? "success: " + report.message() : report.failure() + " " + report.errors())
					.replace('\n', ' '));
		System.exit(report.success() ? 0 : 1);
	}

	private static void pause(Duration pause) {
		System.out.println("paused");
		try {
			Thread.sleep(pause.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
