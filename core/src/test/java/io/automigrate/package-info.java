@NullMarked
package io.automigrate;

import org.jspecify.annotations.NullMarked;
