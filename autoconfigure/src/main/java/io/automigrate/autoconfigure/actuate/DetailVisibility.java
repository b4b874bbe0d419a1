package io.automigrate.autoconfigure.actuate;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Who may see names of tables and settings: those who may see the details of the health
 * endpoint.
 *
 * @param show when details are shown
 * @param roles the roles that authorize; any user where there is none
 */
record DetailVisibility(Show show, Set<String> roles) {

	static DetailVisibility of(Environment environment) {
		Binder binder = Binder.get(environment);
		return new DetailVisibility(
				binder.bind("management.endpoint.health.show-details", Show.class).orElse(Show.NEVER),
				binder.bind("management.endpoint.health.roles", Bindable.setOf(String.class)).orElse(Set.of()));
	}

	boolean shownTo(SecurityContext securityContext) {
		return this.show.isShown(securityContext, this.roles);
	}

}
