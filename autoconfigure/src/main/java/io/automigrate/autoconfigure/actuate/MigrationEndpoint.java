package io.automigrate.autoconfigure.actuate;

import io.automigrate.autoconfigure.MigrationProperties;
import io.automigrate.report.MigrationStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * Actuator endpoint that tells the state of the migration and runs it. Operations that
 * write are there by default so that they can answer what has to be set before they may
 * be used.
 */
@WebEndpoint(id = "migration", defaultAccess = Access.UNRESTRICTED)
public class MigrationEndpoint {

	static final EndpointId ID = EndpointId.of("migration");

	private static final String TRIGGER = "trigger";

	private static final int FORBIDDEN = 403;

	private final HealthMonitors monitors;

	private final MigrationTrigger trigger;

	private final MigrationProperties properties;

	private final DetailVisibility visibility;

	private final Access access;

	private final Origin origin;

	MigrationEndpoint(HealthMonitors monitors, MigrationTrigger trigger, MigrationProperties properties,
			DetailVisibility visibility, Access access, Origin origin) {
		this.monitors = monitors;
		this.trigger = trigger;
		this.properties = properties;
		this.visibility = visibility;
		this.access = access;
		this.origin = origin;
	}

	/**
	 * Tell the state of the migration.
	 * @param securityContext who asks
	 * @return the state; 200 where it is healthy and 503 where it is not
	 */
	@ReadOperation
	public WebEndpointResponse<?> state(SecurityContext securityContext) {
		MigrationStatus status = this.monitors.current();
		boolean detailed = this.visibility.shownTo(securityContext);
		MigrationDescriptor descriptor = new MigrationDescriptor(status.healthy() ? "healthy" : "unhealthy",
				detailed ? StatusMessage.detailed(status) : StatusMessage.general(status),
				MigrationDescriptor.StatusDescriptor.of(status, detailed),
				(status.checkedAt() != null) ? Origin.timestamp(status.checkedAt()) : null,
				detailed ? ConfigurationDescriptor.of(this.properties) : null, this.origin.timestamp(),
				this.origin.service(), status.healthy() ? "UP" : "DOWN");
		return new WebEndpointResponse<>(descriptor,
				status.healthy() ? WebEndpointResponse.STATUS_OK : WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE);
	}

	/**
	 * Run the migration; for requests without a body.
	 * @param action {@code trigger}
	 * @return how it ended
	 */
	@WriteOperation
	public WebEndpointResponse<?> act(@Selector String action) {
		return act(action, null);
	}

	/**
	 * Run the migration or tell what it would execute; for requests with a JSON body.
	 * Boot takes a parameter that is not a part of the path from the body, and answers
	 * 415 where an operation with such parameters gets none; hence two operations.
	 * @param action {@code trigger}
	 * @param dryRun whether only to tell; {@code null} for {@code false}
	 * @return how it ended
	 */
	@WriteOperation
	public WebEndpointResponse<?> act(@Selector String action, @Nullable Boolean dryRun) {
		if (!TRIGGER.equals(action)) {
			return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
		}
		if (this.access != Access.UNRESTRICTED) {
			return this.trigger.refuse(FORBIDDEN,
					"The migration may not be run through this endpoint. Set management.endpoint.migration.access=unrestricted to allow it.");
		}
		return Boolean.TRUE.equals(dryRun) ? this.trigger.dryRun() : this.trigger.run();
	}

}
