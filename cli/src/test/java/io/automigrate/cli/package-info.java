@NullMarked
package io.automigrate.cli;

import org.jspecify.annotations.NullMarked;
