package io.automigrate.plan;

/**
 * What a step back gives back.
 */
public enum Reversal {

	/** Everything is as it was. */
	LOSSLESS,
	/** What was written since is lost. */
	LOSSY,
	/** The shape comes back and the data does not. */
	IRREVERSIBLE

}
