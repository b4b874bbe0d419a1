package io.automigrate.autoconfigure;

import java.util.function.Function;
import java.util.stream.Collectors;

import io.automigrate.error.MigrationException;
import io.automigrate.error.OpenChange;
import io.automigrate.error.SchemaDriftException;
import io.automigrate.error.SchemaIncompleteException;
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
		return new FailureAnalysis(description(cause), action(cause), rootFailure);
	}

	private static @Nullable String description(MigrationException cause) {
		if (cause instanceof SchemaDriftException drift) {
			return "The database differs from what is asked for:\n\n- " + String.join("\n- ", drift.differences());
		}
		SchemaIncompleteException incomplete = several(cause);
		if (incomplete != null) {
			return "The database lacks what the application needs:\n\n" + lines(incomplete, OpenChange::finding);
		}
		return cause.getMessage();
	}

	private static String action(MigrationException cause) {
		SchemaIncompleteException incomplete = several(cause);
		return (incomplete != null) ? lines(incomplete, (change) -> "For " + change.object() + ": " + change.action())
				: cause.wayOut();
	}

	/** One object is told in a sentence. */
	private static @Nullable SchemaIncompleteException several(MigrationException cause) {
		return (cause instanceof SchemaIncompleteException incomplete && incomplete.missing().size() > 1) ? incomplete
				: null;
	}

	private static String lines(SchemaIncompleteException cause, Function<OpenChange, String> line) {
		return cause.missing().stream().map(line).collect(Collectors.joining("\n- ", "- ", ""));
	}

}
