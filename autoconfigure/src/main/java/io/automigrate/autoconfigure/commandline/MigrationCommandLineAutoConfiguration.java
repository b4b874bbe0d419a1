package io.automigrate.autoconfigure.commandline;

import io.automigrate.autoconfigure.AutomigrateAutoConfiguration;
import io.automigrate.autoconfigure.CommandLineEnvironmentPostProcessor;
import io.automigrate.autoconfigure.MigrationProperties;
import io.automigrate.autoconfigure.SchemaMigrators;
import io.automigrate.cli.MigrationCommands;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the command line of the
 * application.
 */
@AutoConfiguration(after = AutomigrateAutoConfiguration.class)
@ConditionalOnClass(MigrationCommands.class)
@ConditionalOnBean(SchemaMigrators.class)
@ConditionalOnBooleanProperty(CommandLineEnvironmentPostProcessor.COMMAND)
public final class MigrationCommandLineAutoConfiguration {

	@Bean
	MigrationCommandLine migrationCommandLine(ObjectProvider<SchemaMigrators> migrators, MigrationProperties properties,
			ApplicationArguments arguments, Environment environment) {
		return new MigrationCommandLine(migrators, properties, arguments, environment);
	}

}
