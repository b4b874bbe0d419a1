/**
 * Where the desired schema comes from: sources of DDL, and the scratch copy in which that
 * DDL is run to be read back.
 */
@NullMarked
package io.automigrate.source;

import org.jspecify.annotations.NullMarked;
