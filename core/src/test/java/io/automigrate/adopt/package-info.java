@NullMarked
package io.automigrate.adopt;

import org.jspecify.annotations.NullMarked;
