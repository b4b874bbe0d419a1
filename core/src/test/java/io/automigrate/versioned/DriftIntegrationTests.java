package io.automigrate.versioned;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.automigrate.HookedDataSource;
import io.automigrate.SchemaMigrator;
import io.automigrate.error.SchemaDriftException;
import io.automigrate.execute.RunListener;
import io.automigrate.report.MigrationReport;
import io.automigrate.report.MigrationStatus;
import io.automigrate.report.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where there are only migrations, the database is compared with what they have led to.
 */
class DriftIntegrationTests extends AbstractVersionedTests {

	private static final String INDEX = "Index \"changelog_published\" on \"public\".\"changelog\" is missing: it was changed outside of the migrations. Restore it, or write a migration that makes the same change.";

	DriftIntegrationTests(@TempDir Path path) {
		super(path);
	}

	private void migrated() {
		this.folder.with(MigrationFolder.FIVE);
		assertThat(migrator().migrate().orThrow().differences()).isEmpty();
	}

	private List<String> problems() {
		return migrator().generator().check().problems();
	}

	@Test
	void tellsWhatWasChangedByHand() {
		migrated();
		this.database.execute("""
				drop index changelog_published;
				alter table roles alter name type text;
				drop table moods""");
		MigrationReport report = migrator().migrate().orThrow();
		assertThat(report.outcome()).isEqualTo(Outcome.UP_TO_DATE);
		assertThat(report.differences()).hasSize(3)
			.contains(INDEX)
			.anySatisfy((line) -> assertThat(line).startsWith("Table \"public\".\"moods\" is missing: "))
			.anySatisfy((line) -> assertThat(line).startsWith(
					"Column \"name\" of \"public\".\"roles\" differs: type is text, expected character varying(50): "));
		AtomicInteger sent = new AtomicInteger();
		SchemaMigrator again = this.folder
			.migrator(new HookedDataSource(this.database.dataSource(),
					(connection, backend, what) -> sent.incrementAndGet()))
			.build();
		assertThat(again.migrate().orThrow().differences()).isEqualTo(report.differences());
		assertThat(sent).hasValue(1);
		MigrationStatus status = migrator().status();
		assertThat(status.differences()).isEqualTo(report.differences());
		assertThat(status.healthy()).isTrue();
		assertThat(migrator().health().differences()).isEqualTo(report.differences());
		assertThat(problems()).containsExactlyElementsOf(report.differences());
		this.folder.write("006_accept.sql", """
				-- allow: DELETES_DATA:public.moods
				-- migrate:up
				drop index if exists changelog_published;
				drop table if exists moods;
				alter table roles alter name type text;
				""");
		assertThat(migrator().migrate().orThrow().differences()).isEmpty();
		assertThat(migrator().status().differences()).isEmpty();
		assertThat(problems()).isEmpty();
	}

	@Test
	void noticesWhileAnInstanceRuns() {
		migrated();
		SchemaMigrator running = migrator();
		running.migrate().orThrow();
		assertThat(running.health().differences()).isEmpty();
		this.database.execute("drop index changelog_published");
		assertThat(running.status().differences()).containsExactly(INDEX);
		this.database.execute("create index changelog_published on changelog (published_at)");
		assertThat(running.health().differences()).isEmpty();
		this.database.execute("drop index changelog_published");
		MigrationStatus health = running.health();
		assertThat(health.differences()).containsExactly(INDEX);
		assertThat(health.healthy()).isTrue();
	}

	@Test
	void isSilentAboutWhatMakesNoDifference() {
		migrated();
		this.database.execute("""
				truncate moods;
				create index other on changelog (entry);
				create table mine (id int);
				alter table users add mine int;
				grant select on users to public;
				reindex table changelog;
				drop index changelog_published;
				create index changelog_published on changelog using btree (published_at)""");
		assertThat(migrator().status().differences()).isEmpty();
		assertThat(migrator().migrate().orThrow().message()).isEqualTo("Nothing to do.");
		assertThat(migrator().health().differences()).isEmpty();
	}

	@Test
	void takesWhatElseChangesTheHistoryForAnAnswer() {
		migrated();
		this.folder.write("006_more.sql", "-- depends: 001\n-- migrate:up\nalter table roles drop name;\n");
		this.database.execute("alter table roles drop name");
		versioned().stamp(COMMAND, MigrationTarget.LATEST).orThrow();
		assertThat(migrator().status().differences()).isEmpty();
		assertThat(migrator().migrate().orThrow().differences()).isEmpty();
		this.database.execute("drop index changelog_published");
		assertThat(migrator().status().differences()).containsExactly(INDEX);
		versioned().rollback(COMMAND, MigrationTarget.only("005")).orThrow();
		this.database.execute("drop function touch cascade");
		assertThat(migrator().status().differences()).hasSize(2)
			.allSatisfy((line) -> assertThat(line).contains("touch"));
	}

	@Test
	void checkTellsWhatARunHasWarnedOf() {
		migrated();
		this.database.execute("drop index changelog_published");
		this.folder.write("006_more.sql",
				"-- migrate:up\ncreate table more (id int);\n-- migrate:down\ndrop table more;\n");
		assertThat(problems()).containsExactly(INDEX);
		List<String> warnings = new ArrayList<>();
		migrator().watchedBy(new RunListener() {
			@Override
			public void warning(String message) {
				warnings.add(message);
			}
		}).migrate().orThrow();
		assertThat(warnings).containsExactly(INDEX);
		assertThat(problems()).containsExactly(INDEX);
		versioned().rollback(COMMAND, MigrationTarget.steps(1)).orThrow();
		assertThat(problems()).containsExactly(INDEX);
	}

	@Test
	void failsWhereDriftIsToFail() {
		migrated();
		this.database.execute("drop index changelog_published");
		assertThat(this.folder.migrator(this.database).failOnDrift(true).build().migrate().failure())
			.isInstanceOfSatisfying(SchemaDriftException.class,
					(failure) -> assertThat(failure.differences()).containsExactly(INDEX));
	}

}
