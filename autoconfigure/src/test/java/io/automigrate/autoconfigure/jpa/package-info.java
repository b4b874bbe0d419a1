@NullMarked
package io.automigrate.autoconfigure.jpa;

import org.jspecify.annotations.NullMarked;
