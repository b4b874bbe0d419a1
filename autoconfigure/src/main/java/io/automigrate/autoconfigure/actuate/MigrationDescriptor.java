package io.automigrate.autoconfigure.actuate;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.automigrate.report.MigrationStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The answer to a question for the state of the migration.
 *
 * @param health the state in a word, "healthy" or "unhealthy"
 * @param healthMessage how things stand, as a sentence
 * @param migrationStatus how the database stands
 * @param checkedAt when the database gave this answer, in ISO-8601 and UTC; absent where
 * it has given none
 * @param configuration the settings, or {@code null} where they are not to be seen
 * @param timestamp when this was told, in ISO-8601 and UTC
 * @param service the application's name
 * @param status {@code UP} or {@code DOWN}
 */
record MigrationDescriptor(@JsonProperty("health") String health, @JsonProperty("health_message") String healthMessage,
		@JsonProperty("migration_status") StatusDescriptor migrationStatus,
		@JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("checked_at") @Nullable String checkedAt,
		@JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("configuration") @Nullable ConfigurationDescriptor configuration,
		@JsonProperty("timestamp") String timestamp, @JsonProperty("service") String service,
		@JsonProperty("status") String status) implements OperationResponseBody {

	/**
	 * How the database stands.
	 *
	 * @param databaseExists {@code false} only where the server says so
	 * @param connectionHealthy whether the database answered
	 * @param migrationNeeded whether anything that is expected is missing
	 * @param existingTables the expected tables that exist, or {@code null} where names
	 * are not to be seen
	 * @param missingTables the expected tables that do not, or {@code null}
	 * @param totalExpectedTables how many tables are expected
	 * @param totalExistingTables how many of them exist
	 * @param heads the applied versions that no other one needs, absent where there are
	 * none or names are not to be seen
	 * @param pendingMigrations the versions that are not applied yet, likewise
	 * @param inProgress the run that is going on, absent where there is none
	 * @param unfinished what is left of runs that were interrupted, absent where there is
	 * nothing or names are not to be seen
	 */
	record StatusDescriptor(@JsonProperty("database_exists") boolean databaseExists,
			@JsonProperty("connection_healthy") boolean connectionHealthy,
			@JsonProperty("migration_needed") boolean migrationNeeded,
			@JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("existing_tables") @Nullable List<String> existingTables,
			@JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("missing_tables") @Nullable List<String> missingTables,
			@JsonProperty("total_expected_tables") int totalExpectedTables,
			@JsonProperty("total_existing_tables") int totalExistingTables,
			@JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("heads") List<String> heads,
			@JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("pending_migrations") List<String> pendingMigrations,
			@JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("in_progress") @Nullable InProgressDescriptor inProgress,
			@JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("unfinished") List<String> unfinished) {

		static StatusDescriptor of(MigrationStatus status, boolean named) {
			return new StatusDescriptor(status.databaseExists(), status.connectionHealthy(), status.migrationNeeded(),
					named ? status.existingTables() : null, named ? status.missingTables() : null,
					status.expectedTables().size(), status.existingTables().size(),
					named ? status.versioned().heads() : List.of(), named ? status.versioned().pending() : List.of(),
					(status.inProgress() != null) ? InProgressDescriptor.of(status.inProgress(), named) : null,
					named ? status.unfinished() : List.of());
		}

	}

}
