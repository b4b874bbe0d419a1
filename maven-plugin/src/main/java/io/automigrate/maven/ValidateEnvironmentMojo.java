package io.automigrate.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Looks whether a migration could run here: connection, version, privileges, lock.
 */
@Mojo(name = "validate-environment", requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME,
		threadSafe = true)
final class ValidateEnvironmentMojo extends CommandMojo {

}
