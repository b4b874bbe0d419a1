package io.automigrate.autoconfigure.actuate;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.automigrate.lock.LockHolder;
import org.jspecify.annotations.Nullable;

/**
 * A run of a migration that is going on, of this instance or another one. What the
 * database does not show to the application's role is absent.
 *
 * @param application the application that runs it, absent where names are not to be seen
 * @param host where it runs, likewise
 * @param since since when, in ISO-8601 and UTC
 * @param step the step that it is at, from 1; absent where it has none
 * @param steps how many steps it has, likewise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record InProgressDescriptor(@JsonProperty("application") @Nullable String application,
		@JsonProperty("host") @Nullable String host, @JsonProperty("since") @Nullable String since,
		@JsonProperty("step") @Nullable Integer step, @JsonProperty("steps") @Nullable Integer steps) {

	static InProgressDescriptor of(LockHolder holder, boolean named) {
		return new InProgressDescriptor(named ? holder.application() : null, named ? holder.host() : null,
				(holder.since() != null) ? Origin.timestamp(holder.since()) : null, holder.step(), holder.steps());
	}

}
