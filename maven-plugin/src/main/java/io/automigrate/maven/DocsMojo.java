package io.automigrate.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Prints Markdown with diagrams of the migrations and of the schema that they lead to.
 */
@Mojo(name = "docs", requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME, threadSafe = true)
final class DocsMojo extends CommandMojo {

}
