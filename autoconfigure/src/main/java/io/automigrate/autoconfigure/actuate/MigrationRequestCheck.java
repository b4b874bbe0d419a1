package io.automigrate.autoconfigure.actuate;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;

/**
 * Refuses requests to the migration endpoint that may mean something else than what would
 * be done. Boot ignores parameters that an operation does not have, so that a misspelt
 * {@code dryRun}, or one in the query of a request without a body, would run the
 * migration.
 */
final class MigrationRequestCheck implements OperationInvokerAdvisor {

	private static final String ACTION = "action";

	private static final String DRY_RUN = "dryRun";

	@Override
	public OperationInvoker apply(EndpointId endpointId, OperationType operationType, OperationParameters parameters,
			OperationInvoker invoker) {
		if (!MigrationEndpoint.ID.equals(endpointId) || operationType != OperationType.WRITE) {
			return invoker;
		}
		boolean takesBody = parameters.stream().anyMatch((parameter) -> DRY_RUN.equals(parameter.getName()));
		return (context) -> {
			check(context.getArguments(), takesBody);
			return invoker.invoke(context);
		};
	}

	private static void check(Map<String, Object> arguments, boolean takesBody) {
		arguments.forEach((name, value) -> {
			if (!ACTION.equals(name)) {
				checkParameter(name, value, takesBody);
			}
		});
	}

	private static void checkParameter(String name, @Nullable Object value, boolean takesBody) {
		if (!DRY_RUN.equals(name)) {
			throw invalid("There is no parameter \"" + name + "\"; the only one is \"dryRun\".");
		}
		if (!takesBody) {
			throw invalid("\"dryRun\" belongs into a body of type application/json, such as {\"dryRun\": true}.");
		}
		if (!"true".equals(value) && !"false".equals(value)) {
			throw invalid("\"dryRun\" is neither true nor false.");
		}
	}

	private static InvalidEndpointRequestException invalid(String reason) {
		return new InvalidEndpointRequestException(reason, reason);
	}

}
