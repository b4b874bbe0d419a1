@NullMarked
package io.automigrate.history;

import org.jspecify.annotations.NullMarked;
