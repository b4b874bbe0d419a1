/**
 * The command line of the application, {@code java -jar app.jar migration …}: commands of
 * {@code automigrate-cli} on the migrators of the application.
 */
@NullMarked
package io.automigrate.autoconfigure.commandline;

import org.jspecify.annotations.NullMarked;
