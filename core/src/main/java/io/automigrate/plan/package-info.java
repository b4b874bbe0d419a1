/**
 * From differences to ordered steps: what a policy lets through, in which order, with
 * which SQL, and what it refuses and why.
 */
@NullMarked
package io.automigrate.plan;

import org.jspecify.annotations.NullMarked;
