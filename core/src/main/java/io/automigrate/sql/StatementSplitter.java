package io.automigrate.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.automigrate.error.InvalidSourceException;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Parser;

/**
 * Finds the statements of a script. Literals, quoted names, dollar quotes and nested
 * comments are stepped over by pgjdbc's own lexer; only where a statement ends is decided
 * here, since that lexer's statements come without their position and run together after
 * a {@code BEGIN ATOMIC} body.
 */
final class StatementSplitter {

	private static final int COPY_FROM_STDIN = 2;

	private final SqlScript script;

	private final char[] chars;

	private final List<SqlStatement> statements = new ArrayList<>();

	/** Where the current statement's first word starts, or -1 before it. */
	private int start = -1;

	private int parentheses;

	/** Open BEGIN ATOMIC and CASE blocks; a semicolon inside belongs to the statement. */
	private int blocks;

	private String previousWord = "";

	/** How much of COPY … FROM STDIN the current statement has had. */
	private int copyWords;

	private @Nullable String overlongName;

	private int line = 1;

	private int lineStart;

	private int countedTo;

	private StatementSplitter(SqlScript script) {
		this.script = script;
		this.chars = script.text().toCharArray();
	}

	static List<SqlStatement> split(SqlScript script) {
		return new StatementSplitter(script).split();
	}

	private List<SqlStatement> split() {
		for (int i = 0; i < this.chars.length; i++) {
			char c = this.chars[i];
			int end = endOfComment(c, i);
			if (end > i) {
				i = end;
				continue;
			}
			if (Character.isWhitespace(c) || c == '\uFEFF') {
				continue;
			}
			if (c == ';' && this.parentheses == 0 && this.blocks == 0) {
				i = (this.copyWords == COPY_FROM_STDIN) ? finishCopy(i) : finish(i);
				continue;
			}
			if (this.start < 0) {
				if (c == '\\') {
					i = skipPsqlLine(i);
					continue;
				}
				this.start = i;
			}
			i = consume(c, i);
		}
		finish(this.chars.length);
		return List.copyOf(this.statements);
	}

	private int endOfComment(char c, int i) {
		return switch (c) {
			case '-' -> Parser.parseLineComment(this.chars, i);
			case '/' -> Parser.parseBlockComment(this.chars, i);
			default -> i;
		};
	}

	private int consume(char c, int i) {
		return switch (c) {
			case '\'' -> Parser.parseSingleQuotes(this.chars, i, true);
			case '"' -> consumeQuotedName(i);
			case '$' -> Parser.parseDollarQuotes(this.chars, i);
			case '(' -> {
				this.parentheses++;
				yield i;
			}
			case ')' -> {
				this.parentheses--;
				yield i;
			}
			default -> Parser.isIdentifierStartChar(c) ? consumeWord(i) : i;
		};
	}

	private int consumeQuotedName(int i) {
		int end = Parser.parseDoubleQuotes(this.chars, i);
		checkLength(new String(this.chars, i + 1, Math.max(0, end - i - 1)).replace("\"\"", "\""));
		return end;
	}

	private void checkLength(String name) {
		if (this.overlongName == null && !Identifier.fits(name)) {
			this.overlongName = name;
		}
	}

	private int consumeWord(int i) {
		int end = i;
		while (end + 1 < this.chars.length && Parser.isIdentifierContChar(this.chars[end + 1])) {
			end++;
		}
		String name = new String(this.chars, i, end - i + 1);
		checkLength(name);
		String word = name.toUpperCase(Locale.ROOT);
		if (word.equals("ATOMIC") && this.previousWord.equals("BEGIN")) {
			this.blocks++;
		}
		else if (this.blocks > 0 && word.equals("CASE")) {
			this.blocks++;
		}
		else if (this.blocks > 0 && word.equals("END")) {
			this.blocks--;
		}
		boolean begins = i == this.start && word.equals("COPY");
		if (begins || (this.copyWords == 1 && word.equals("STDIN") && this.previousWord.equals("FROM"))) {
			this.copyWords++;
		}
		this.previousWord = word;
		return end;
	}

	/**
	 * The data begins in the line after the statement and ends before a line of its own.
	 */
	private int finishCopy(int semicolon) {
		int data = lineEnd(semicolon) + 1;
		for (int begin = data; begin < this.chars.length; begin = lineEnd(begin) + 1) {
			int end = lineEnd(begin);
			if (new String(this.chars, begin, end - begin).stripTrailing().equals("\\.")) {
				finish(semicolon, new String(this.chars, data, begin - data));
				return end;
			}
		}
		finish(semicolon);
		SqlStatement copy = this.statements.get(this.statements.size() - 1);
		throw new InvalidSourceException(
				copy.script() + ", line " + copy.line() + ": the data of COPY … FROM stdin has no end.",
				"End it with a line that is \\. and nothing else.");
	}

	private int lineEnd(int i) {
		int end = i;
		while (end < this.chars.length && this.chars[end] != '\n') {
			end++;
		}
		return end;
	}

	/**
	 * Step over a line for psql alone: dumps start and end with the commands "restrict"
	 * and "unrestrict" since 2025.
	 */
	private int skipPsqlLine(int i) {
		int end = i;
		while (end + 1 < this.chars.length && this.chars[end + 1] != '\n') {
			end++;
		}
		String command = new String(this.chars, i, end - i + 1).strip();
		if (!command.startsWith("restrict", 1) && !command.startsWith("unrestrict", 1)) {
			this.start = i;
			finish(end + 1);
		}
		return end;
	}

	private int finish(int end) {
		return finish(end, null);
	}

	private int finish(int end, @Nullable String copyData) {
		if (this.start >= 0) {
			for (; this.countedTo < this.start; this.countedTo++) {
				if (this.chars[this.countedTo] == '\n') {
					this.line++;
					this.lineStart = this.countedTo + 1;
				}
			}
			String text = new String(this.chars, this.start, end - this.start).strip();
			this.statements.add(new SqlStatement(this.script.name(), this.line, this.start - this.lineStart + 1, text,
					this.overlongName, copyData));
		}
		this.start = -1;
		this.parentheses = 0;
		this.blocks = 0;
		this.previousWord = "";
		this.overlongName = null;
		this.copyWords = 0;
		return end;
	}

}
