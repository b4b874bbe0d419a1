@NullMarked
package io.automigrate.autoconfigure;

import org.jspecify.annotations.NullMarked;
