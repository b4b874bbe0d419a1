package io.automigrate.execute;

import java.util.List;

import io.automigrate.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What this process knows of a database, to answer the next question without a new
 * comparison.
 *
 * @param desired the fingerprint of what is asked for
 * @param live the fingerprint of the catalogs that it is true of, or {@code null} where
 * that is not known
 * @param schemas the managed schemas
 * @param state how things stand with these catalogs
 * @param schema what is asked for, where it was read in this process
 * @param result what the run did that found it out
 * @param needsOnly whether only what the instance needs was compared, so that its columns
 * have to be of the types that it declares; otherwise they may also be of those that its
 * own run has left
 */
record Known(String desired, @Nullable String live, List<String> schemas, RunResult state, @Nullable Schema schema,
		RunResult result, boolean needsOnly) {

}
