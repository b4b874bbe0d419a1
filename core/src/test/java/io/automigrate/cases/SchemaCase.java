package io.automigrate.cases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A pair of schemas, and what is expected of the way from the one to the other. A file
 * has sections, each under a line of its own: {@code -- from} and {@code -- to} hold SQL,
 * {@code -- plan} the statements that are expected, {@code -- online} those where every
 * table counts as large (if they are others), {@code -- hazards}, {@code -- refused},
 * {@code -- unmanaged} and {@code -- not compared} a line for each, {@code -- check}
 * conditions that hold afterwards, {@code -- fails} a part of the message of a run that
 * must fail. A number after the name of an expectation says from which major on it
 * replaces the others: {@code -- plan 18}. Settings have a line each:
 * {@code -- policy ALTER}, {@code -- allow DELETES_DATA:public.t.a},
 * {@code -- min-major 15}, {@code -- schemas public, app}, {@code -- keep unmanaged}.
 *
 * @param file the file
 * @param sections the sections by name, those of a certain major by name and number
 * @param settings the settings by name
 */
record SchemaCase(Path file, Map<String, String> sections, Map<String, String> settings) {

	private static final int OLDEST_MAJOR = 14;

	private static final Pattern SECTION = Pattern
		.compile("-- ((?:from|to|plan|online|hazards|refused|unmanaged|not compared|check|fails)(?: \\d+)?)");

	private static final Pattern SETTING = Pattern.compile("-- (policy|allow|min-major|schemas|keep)\\s+(.+)");

	static SchemaCase read(Path file) throws IOException {
		Map<String, StringBuilder> texts = new LinkedHashMap<>();
		Map<String, String> settings = new TreeMap<>();
		StringBuilder text = new StringBuilder();
		for (String line : Files.readAllLines(file)) {
			Matcher section = SECTION.matcher(line);
			Matcher setting = SETTING.matcher(line);
			if (section.matches()) {
				text = texts.computeIfAbsent(section.group(1), (name) -> new StringBuilder());
			}
			else if (setting.matches() && texts.isEmpty()) {
				settings.merge(setting.group(1), setting.group(2).strip(), (one, other) -> one + ", " + other);
			}
			else {
				text.append(line).append('\n');
			}
		}
		Map<String, String> sections = new LinkedHashMap<>();
		texts.forEach((name, content) -> sections.put(name, content.toString().strip()));
		return new SchemaCase(file, sections, settings);
	}

	/** The directory and the name of the file. */
	String name() {
		return this.file.getParent().getFileName() + "/" + this.file.getFileName().toString().replace(".sql", "");
	}

	String from() {
		return this.sections.getOrDefault("from", "");
	}

	String to() {
		return this.sections.getOrDefault("to", "");
	}

	int minMajor() {
		return Integer.parseInt(this.settings.getOrDefault("min-major", Integer.toString(OLDEST_MAJOR)));
	}

	List<String> list(String setting) {
		return Stream.of(this.settings.getOrDefault(setting, "").split(",\\s*(?![^(]*\\))"))
			.filter((value) -> !value.isEmpty())
			.toList();
	}

	/** What is expected on a major: the section of the newest major that is not newer. */
	String expected(String section, int major) {
		for (int candidate = major; candidate > OLDEST_MAJOR; candidate--) {
			String text = this.sections.get(section + " " + candidate);
			if (text != null) {
				return text;
			}
		}
		return this.sections.getOrDefault(section, "");
	}

	String expectedOnline(int major) {
		return this.sections.keySet().stream().anyMatch((name) -> name.startsWith("online")) ? expected("online", major)
				: expected("plan", major);
	}

	/** Write what was found into the file, where it is not what the file expects. */
	void write(Map<String, String> found, int major) throws IOException {
		Map<String, String> written = new LinkedHashMap<>(this.sections);
		boolean changed = false;
		for (Map.Entry<String, String> entry : found.entrySet()) {
			String name = entry.getKey();
			String expected = name.equals("online") ? expectedOnline(major) : expected(name, major);
			if (!expected.equals(entry.getValue())) {
				written.put((major == minMajor()) ? name : name + " " + major, entry.getValue());
				changed = true;
			}
		}
		if (changed) {
			StringBuilder text = new StringBuilder();
			this.settings
				.forEach((name, value) -> Stream.of(name.equals("schemas") ? value : String.join("\n", list(name)))
					.flatMap(String::lines)
					.forEach((line) -> text.append("-- ").append(name).append(' ').append(line).append('\n')));
			written.forEach((name, content) -> text.append("-- ")
				.append(name)
				.append('\n')
				.append(content)
				.append(content.isEmpty() ? "" : "\n"));
			Files.writeString(this.file, text);
		}
	}

	@Override
	public String toString() {
		return name();
	}

}
