package io.automigrate.error;

/**
 * A change that is called for and was not made.
 *
 * @param object the object, such as {@code column "age" of "public"."p"}
 * @param reason why it was not made, as a clause that follows the object
 * @param action what the reader can do, as a sentence
 */
public record OpenChange(String object, String reason, String action) {

	/**
	 * Returns object and reason as a sentence.
	 * @return the sentence
	 */
	public String finding() {
		return Character.toUpperCase(this.object.charAt(0)) + this.object.substring(1) + " " + this.reason + ".";
	}

	/**
	 * Returns object, reason and action as one line.
	 * @return the line
	 */
	public String message() {
		return finding() + " " + this.action;
	}

}
