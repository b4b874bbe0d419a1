package io.automigrate.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a statement word by word: names, numbers and signs, without comments. A literal
 * is one word that is no name.
 */
public final class SqlWords {

	private static final Pattern WORD = Pattern.compile("(?s)--[^\\n]*+|/\\*.*?\\*/"
			+ "|(?<word>\\b[eE]'[^'\\\\]*+(?:(?:\\\\.|'')[^'\\\\]*+)*+'|'[^']*+'|\\$([\\p{L}_]\\w*+)?\\$.*?\\$\\2\\$|"
			+ Identifier.PATTERN + "|[\\p{N}.]*\\p{N}+|\\S)");

	private static final Pattern NAME = Pattern.compile(Identifier.PATTERN);

	private final String text;

	private final List<MatchResult> words = new ArrayList<>();

	private int next;

	/**
	 * Begin to read.
	 * @param text one statement
	 */
	public SqlWords(String text) {
		this.text = text;
		Matcher matcher = WORD.matcher(text);
		while (matcher.find()) {
			if (matcher.group("word") != null) {
				this.words.add(matcher.toMatchResult());
			}
		}
	}

	/**
	 * Returns whether there is no further word.
	 * @return whether all of them were read
	 */
	public boolean atEnd() {
		return this.next >= this.words.size();
	}

	/**
	 * Returns the next word without reading it.
	 * @return the word as it is written; empty at the end
	 */
	public String peek() {
		return atEnd() ? "" : this.words.get(this.next).group();
	}

	/**
	 * Read words if they are the next ones.
	 * @param expected the words in any case
	 * @return whether they were
	 */
	public boolean accept(String... expected) {
		for (int i = 0; i < expected.length; i++) {
			if (this.next + i >= this.words.size()
					|| !this.words.get(this.next + i).group().equalsIgnoreCase(expected[i])) {
				return false;
			}
		}
		this.next += expected.length;
		return true;
	}

	/**
	 * Read one word.
	 * @return the word as it is written; empty at the end
	 */
	public String read() {
		String word = peek();
		this.next++;
		return word;
	}

	/**
	 * Read a name that may be qualified.
	 * @return its parts as the catalogs have them; empty if the next word is no name
	 */
	public List<String> readName() {
		List<String> parts = new ArrayList<>();
		do {
			if (!NAME.matcher(peek()).matches()) {
				return List.of();
			}
			parts.add(Identifier.folded(read()));
		}
		while (accept("."));
		return List.copyOf(parts);
	}

	/**
	 * Read on up to a comma that is in no parentheses, and read that.
	 * @return whether there was one
	 */
	public boolean skipToComma() {
		int depth = 0;
		while (!atEnd()) {
			String word = read();
			if (word.equals(",") && depth == 0) {
				return true;
			}
			depth += word.equals("(") ? 1 : word.equals(")") ? -1 : 0;
		}
		return false;
	}

	/**
	 * Returns whether any word that is still to be read is one of some.
	 * @param some the words in upper case
	 * @return whether there is one
	 */
	public boolean containsAny(List<String> some) {
		return this.words.stream()
			.skip(this.next)
			.anyMatch((word) -> some.stream().anyMatch(word.group()::equalsIgnoreCase));
	}

	/**
	 * Returns what is still to be read.
	 * @return the text with its comments
	 */
	public String rest() {
		return atEnd() ? "" : this.text.substring(this.words.get(this.next).start());
	}

}
