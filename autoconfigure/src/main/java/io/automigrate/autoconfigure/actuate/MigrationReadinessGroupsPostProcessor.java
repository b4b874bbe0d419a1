package io.automigrate.autoconfigure.actuate;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Makes the migration a member of the readiness group, unless there is no such group or
 * the application says itself who is in it. Comes after Boot's own, which creates the
 * group and has the same order, by being registered later.
 */
@Order(Ordered.LOWEST_PRECEDENCE)
final class MigrationReadinessGroupsPostProcessor implements HealthEndpointGroupsPostProcessor {

	private static final String GROUP_PROPERTIES = "management.endpoint.health.group."
			+ MigrationReadinessGroups.READINESS;

	private final boolean membersConfigured;

	MigrationReadinessGroupsPostProcessor(Environment environment) {
		Binder binder = Binder.get(environment);
		this.membersConfigured = isSet(binder, GROUP_PROPERTIES + ".include")
				|| isSet(binder, GROUP_PROPERTIES + ".exclude");
	}

	private static boolean isSet(Binder binder, String property) {
		return binder.bind(property, Bindable.setOf(String.class)).isBound();
	}

	@Override
	public HealthEndpointGroups postProcessHealthEndpointGroups(HealthEndpointGroups groups) {
		HealthEndpointGroup readiness = groups.get(MigrationReadinessGroups.READINESS);
		return (readiness == null || this.membersConfigured) ? groups : new MigrationReadinessGroups(groups, readiness);
	}

}
