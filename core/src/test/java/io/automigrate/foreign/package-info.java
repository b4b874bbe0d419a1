@NullMarked
package io.automigrate.foreign;

import org.jspecify.annotations.NullMarked;
