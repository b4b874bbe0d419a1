package io.automigrate.autoconfigure.actuate;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.automigrate.error.DatabaseUnavailableException;
import io.automigrate.report.Outcome;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

import static org.assertj.core.api.Assertions.assertThat;

class MigrationTriggerTests {

	private final ScriptedMigration primary = new ScriptedMigration();

	private final ScriptedMigration archive = new ScriptedMigration();

	private final MigrationTrigger trigger = trigger();

	private MigrationTrigger trigger() {
		Map<String, DatabaseMigration> migrations = new LinkedHashMap<>();
		migrations.put("dataSource", this.primary.migration());
		migrations.put("archive", this.archive.migration());
		Clock clock = Clock.fixed(Instant.parse("2026-01-15T10:30:00.123Z"), ZoneOffset.UTC);
		return new MigrationTrigger(migrations, new Origin("trackers", clock));
	}

	@Test
	void runsAllAndTellsThemTogether() {
		WebEndpointResponse<TriggerDescriptor> response = this.trigger.run();
		assertThat(response.getStatus()).isEqualTo(200);
		assertThat(response.getBody()).isEqualTo(new TriggerDescriptor(true, Outcome.CHANGED,
				"Created 1 object (1 table: logs). archive: Created 1 object (1 table: logs).",
				List.of("logs", "archive/logs"), List.of(), 2.5, "2026-01-15T10:30:00Z", "trackers", null));
	}

	@Test
	void runsTheOthersWhenOneFails() {
		this.primary.run = () -> ScriptedMigration.report(List.of(), DatabaseUnavailableException.noAnswer(5));
		WebEndpointResponse<TriggerDescriptor> response = this.trigger.run();
		assertThat(response.getStatus()).isEqualTo(500);
		assertThat(this.archive.runThreads).hasSize(1);
		TriggerDescriptor body = Objects.requireNonNull(response.getBody());
		assertThat(body.success()).isFalse();
		assertThat(body.tablesCreated()).containsExactly("logs");
		assertThat(body.errors()).hasSize(1);
	}

	@Test
	void runsNoneWhenOneIsUnderWay() {
		this.archive.running = true;
		assertThat(this.trigger.run().getStatus()).isEqualTo(409);
		assertThat(this.primary.runThreads).isEmpty();
	}

	@Test
	void tellsSqlOfAll() {
		TriggerDescriptor body = Objects.requireNonNull(this.trigger.dryRun().getBody());
		assertThat(body.sql()).isEqualTo("create table logs (id bigint);\n-- archive\ncreate table logs (id bigint);");
	}

	@Test
	void saysSoWhenThereIsNothingToDo() {
		this.primary.plan = () -> "";
		this.archive.plan = () -> "";
		TriggerDescriptor body = Objects.requireNonNull(this.trigger.dryRun().getBody());
		assertThat(body.message()).isEqualTo("Dry run: nothing would be done, and nothing was changed.");
		assertThat(body.sql()).isEmpty();
	}

}
