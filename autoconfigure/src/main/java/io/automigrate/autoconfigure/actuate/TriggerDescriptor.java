package io.automigrate.autoconfigure.actuate;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.automigrate.report.Outcome;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The answer to a request for a run.
 *
 * @param success whether what was asked for was done
 * @param outcome how a run ended, of several the worst; {@code null} where none was asked
 * for or begun
 * @param message how it ended, as a sentence
 * @param tablesCreated the tables that the run created
 * @param errors what went wrong, each with the way out
 * @param durationSeconds how long it took
 * @param timestamp when it was asked for, in ISO-8601 and UTC
 * @param service the application's name
 * @param sql what a run would execute, where only that was asked for
 */
record TriggerDescriptor(@JsonProperty("success") boolean success,
		@JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("outcome") @Nullable Outcome outcome,
		@JsonProperty("message") String message, @JsonProperty("tables_created") List<String> tablesCreated,
		@JsonProperty("errors") List<String> errors, @JsonProperty("duration_seconds") double durationSeconds,
		@JsonProperty("timestamp") String timestamp, @JsonProperty("service") String service,
		@JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("sql") @Nullable String sql)
		implements
			OperationResponseBody {

}
