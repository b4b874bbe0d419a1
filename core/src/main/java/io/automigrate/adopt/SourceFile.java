package io.automigrate.adopt;

/**
 * A file of another tool's project.
 *
 * @param path where it is, from the root of the class path or as it was given
 * @param text its content, without a byte order mark
 */
record SourceFile(String path, String text) {

	SourceFile {
		text = text.startsWith("\uFEFF") ? text.substring(1) : text;
	}

	String name() {
		return this.path.substring(this.path.lastIndexOf('/') + 1);
	}

}
