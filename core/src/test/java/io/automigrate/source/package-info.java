@NullMarked
package io.automigrate.source;

import org.jspecify.annotations.NullMarked;
