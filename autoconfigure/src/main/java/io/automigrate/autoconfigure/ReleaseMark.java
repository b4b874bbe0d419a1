package io.automigrate.autoconfigure;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.info.BuildProperties;

/**
 * What tells which of two releases of an application is newer: as the settings say, else
 * the time of its build, else the version in the manifest of its archive.
 */
final class ReleaseMark {

	private ReleaseMark() {
	}

	static @Nullable String of(MigrationProperties properties, ConfigurableListableBeanFactory beanFactory) {
		if (properties.release() != null) {
			return properties.release();
		}
		BuildProperties build = beanFactory.getBeanProvider(BuildProperties.class).getIfUnique();
		Instant built = (build != null) ? build.getTime() : null;
		return (built != null) ? built.toString() : implementationVersion(beanFactory);
	}

	private static @Nullable String implementationVersion(ConfigurableListableBeanFactory beanFactory) {
		for (String name : beanFactory.getBeanNamesForAnnotation(SpringBootApplication.class)) {
			Class<?> application = beanFactory.getType(name, false);
			if (application != null) {
				return application.getPackage().getImplementationVersion();
			}
		}
		return null;
	}

}
