package io.automigrate.history;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A step that a run has begun and that has to be completed or undone if the run ends
 * without success.
 *
 * @param id what tells it from the others; 0 until it is written
 * @param run the run that does it
 * @param application whose run that is
 * @param release the application's release, or {@code null} where it has none
 * @param desired the fingerprint of the sources that the run follows
 * @param host where it runs
 * @param startedAt when the step began
 * @param position its place in the plan, from 1
 * @param total how many steps the plan has
 * @param title what it does, such as {@code create check constraint orders_n_check}
 * @param kind the kind of the object that it is about
 * @param object the object's qualified name
 * @param undo the statements that undo it, in their order
 * @param state how far it has come
 */
public record StepEntry(long id, String run, String application, @Nullable String release, String desired, String host,
		Instant startedAt, int position, int total, String title, String kind, String object, List<String> undo,
		State state) {

	public StepEntry {
		undo = List.copyOf(undo);
	}

	/**
	 * How far a step has come.
	 */
	public enum State {

		/** It has begun; what of it is done is not known. */
		BEGUN,
		/** It is committed, and later steps of its run are not. */
		DONE

	}

}
