package io.automigrate.autoconfigure.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.automigrate.error.DatabaseUnavailableException;
import io.automigrate.report.MigrationStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MergedStatusTests {

	private final Map<String, MigrationStatus> statuses = new LinkedHashMap<>();

	@Test
	void isTheOnlyOneWhenThereIsOne() {
		MigrationStatus status = ScriptedMigration.status(List.of("items"), List.of());
		assertThat(MergedStatus.of(Map.of("dataSource", status))).isSameAs(status);
	}

	@Test
	void isHealthyWhenThereIsNone() {
		assertThat(MergedStatus.of(Map.of()).healthy()).isTrue();
	}

	@Test
	void namesDataSourceOnlyWhenTablesClash() {
		this.statuses.put("dataSource", ScriptedMigration.status(List.of("items"), List.of("logs")));
		this.statuses.put("archive", ScriptedMigration.status(List.of("logs", "years"), List.of("items")));
		MigrationStatus merged = MergedStatus.of(this.statuses);
		assertThat(merged.expectedTables()).containsExactly("items", "logs", "archive/logs", "years", "archive/items");
		assertThat(merged.existingTables()).containsExactly("items", "archive/logs", "years");
		assertThat(merged.missingTables()).containsExactly("logs", "archive/items");
		assertThat(merged.missing()).containsExactly("table logs", "archive: table items");
		assertThat(merged.migrationNeeded()).isTrue();
	}

	@Test
	void isUnhealthyWhenOneDatabaseIsAway() {
		this.statuses.put("dataSource", ScriptedMigration.status(List.of("items"), List.of()));
		this.statuses.put("archive", ScriptedMigration.failed(false, DatabaseUnavailableException.noAnswer(1)));
		MigrationStatus merged = MergedStatus.of(this.statuses);
		assertThat(merged.healthy()).isFalse();
		assertThat(merged.connectionHealthy()).isFalse();
		assertThat(merged.databaseExists()).isFalse();
		assertThat(merged.failure()).isNotNull();
	}

}
