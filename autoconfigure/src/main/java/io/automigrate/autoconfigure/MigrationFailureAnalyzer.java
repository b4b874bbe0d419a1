package io.automigrate.autoconfigure;

import io.automigrate.error.MigrationException;

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
		return new FailureAnalysis(cause.getMessage(), cause.wayOut(), rootFailure);
	}

}
