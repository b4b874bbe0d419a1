@NullMarked
package io.automigrate.sql;

import org.jspecify.annotations.NullMarked;
