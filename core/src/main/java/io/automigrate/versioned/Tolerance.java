package io.automigrate.versioned;

/**
 * What to do about something that is not wrong in itself, but seldom meant.
 */
public enum Tolerance {

	/** Go on. */
	ALLOW,

	/** Go on, and tell. */
	WARN,

	/** Refuse to run. */
	REFUSE

}
