package io.automigrate.autoconfigure;

import io.automigrate.error.MigrationException;
import io.automigrate.error.SchemaDriftException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Tells what went wrong with the migration and what to do about it.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class MigrationFailureAnalyzer extends AbstractFailureAnalyzer<MigrationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MigrationException cause) {
		return new FailureAnalysis(description(cause), cause.wayOut(), rootFailure);
	}

	private static @Nullable String description(MigrationException cause) {
		if (cause instanceof SchemaDriftException drift) {
			return "The database differs from what is asked for:\n\n- " + String.join("\n- ", drift.differences());
		}
		return cause.getMessage();
	}

}
