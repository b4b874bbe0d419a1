package io.automigrate.adopt;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Finds the files of SQL that changelogs of Liquibase include, in order. A changelog in
 * YAML or XML is read as far as it includes others; whatever else it says is refused.
 */
final class Changelogs {

	private static final Pattern INCLUDE = Pattern.compile("-\\s*(include|includeAll):\\s*(?:\\{(.*)\\})?");

	private static final Pattern ATTRIBUTE = Pattern.compile("(\\w+):\\s*(\\S.*)");

	private static final String RELATIVE = "relativeToChangelogFile";

	private static final Set<String> KNOWN = Set.of("file", "path", RELATIVE, "errorIfMissing",
			"errorIfMissingOrEmpty");

	private static final String WAY_OUT = " Name the files of SQL in their order with --source instead.";

	private final Set<String> read = new LinkedHashSet<>();

	private final List<SourceFile> files = new ArrayList<>();

	private final List<String> refusals;

	/**
	 * Create a reader.
	 * @param refusals is told of what cannot be read
	 */
	Changelogs(List<String> refusals) {
		this.refusals = refusals;
	}

	List<SourceFile> files() {
		return this.files;
	}

	/**
	 * Read the first changelog that there is.
	 * @param locations where it may be
	 */
	void readFirst(List<String> locations) {
		for (String location : locations) {
			if (read(location)) {
				return;
			}
		}
	}

	/**
	 * Read a changelog, or a folder of them in the order of their names.
	 * @param location where it is
	 * @return whether there is one
	 */
	boolean read(String location) {
		SourceFile file = SourceFiles.file(location);
		if (file != null) {
			read(location, file);
			return true;
		}
		List<SourceFile> below = SourceFiles.below(location, (name) -> name.matches(".*\\.(sql|ya?ml|xml|json)"));
		below.stream()
			.filter((other) -> !other.path().endsWith(".sql"))
			.forEach((other) -> this.refusals.add("The folder " + location + " has the changelog " + other.path()
					+ ". Name with --source the changelog that includes all others, or the files of SQL in their order."));
		below.stream().filter((sql) -> sql.path().endsWith(".sql")).forEach((sql) -> read(sql.path(), sql));
		return !below.isEmpty();
	}

	private void read(String location, SourceFile file) {
		if (!this.read.add(file.path())) {
			return;
		}
		switch (file.name().replaceFirst(".*\\.", "")) {
			case "sql" -> this.files.add(file);
			case "yaml", "yml" -> yaml(location, file);
			case "xml" -> xml(location, file);
			default -> this.refusals.add(file.path() + ": such changelogs are not read." + WAY_OUT);
		}
	}

	private void yaml(String location, SourceFile file) {
		String kind = "";
		Map<String, String> attributes = new HashMap<>();
		int number = 0;
		for (String line : file.text().split("\n", -1)) {
			number++;
			String text = line.replaceFirst("(^|\\s)#.*", "").strip();
			Matcher include = INCLUDE.matcher(text);
			Matcher attribute = ATTRIBUTE.matcher(text.replaceFirst("^-\\s+", ""));
			if (include.matches()) {
				include(location, file, kind, attributes);
				kind = include.group(1);
				attributes = new HashMap<>();
				for (String each : ((include.group(2) != null) ? include.group(2) : "").split(",", -1)) {
					put(attributes, ATTRIBUTE.matcher(each.strip()));
				}
			}
			else if (!kind.isEmpty() && attribute.matches()) {
				put(attributes, attribute);
			}
			else if (!text.isEmpty() && !text.equals("---") && !text.equals("databaseChangeLog:")) {
				this.refusals.add(file.path() + ", line " + number + ": only include and includeAll are read, and not "
						+ text + "." + WAY_OUT);
				return;
			}
		}
		include(location, file, kind, attributes);
	}

	private static void put(Map<String, String> attributes, Matcher attribute) {
		if (attribute.matches()) {
			attributes.put(attribute.group(1), attribute.group(2).replaceAll("^([\"'])(.*)\\1$", "$2"));
		}
	}

	private void xml(String location, SourceFile file) {
		XMLInputFactory factory = XMLInputFactory.newFactory();
		factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
		factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
		try {
			XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(file.text()));
			while (reader.hasNext()) {
				if (reader.next() != XMLStreamConstants.START_ELEMENT
						|| reader.getLocalName().equals("databaseChangeLog")) {
					continue;
				}
				if (!reader.getLocalName().startsWith("include")) {
					this.refusals.add(file.path() + ", line " + reader.getLocation().getLineNumber()
							+ ": only include and includeAll are read, and not " + reader.getLocalName() + "."
							+ WAY_OUT);
					return;
				}
				Map<String, String> attributes = new HashMap<>();
				for (int i = 0; i < reader.getAttributeCount(); i++) {
					attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
				}
				include(location, file, reader.getLocalName(), attributes);
			}
		}
		catch (XMLStreamException ex) {
			this.refusals.add(file.path() + " is no XML that can be read: " + ex.getMessage() + "." + WAY_OUT);
		}
	}

	private void include(String location, SourceFile file, String kind, Map<String, String> attributes) {
		if (kind.isEmpty()) {
			return;
		}
		String target = attributes.getOrDefault(kind.equals("include") ? "file" : "path", "");
		List<String> unknown = attributes.keySet().stream().filter((name) -> !KNOWN.contains(name)).sorted().toList();
		if (!unknown.isEmpty()) {
			this.refusals.add(file.path() + ": " + kind + " " + target + " has " + String.join(", ", unknown)
					+ ", which has no counterpart here." + WAY_OUT);
			return;
		}
		String included = resolve(location, target, Boolean.parseBoolean(attributes.get(RELATIVE)));
		if (kind.equals("includeAll")) {
			SourceFiles.below(included, (name) -> name.matches(".*\\.(sql|ya?ml|xml|json)"))
				.forEach((each) -> read(included.startsWith("classpath:") ? "classpath:" + each.path() : each.path(),
						each));
			return;
		}
		SourceFile found = SourceFiles.file(included);
		if (found != null) {
			read(included, found);
		}
		else {
			this.refusals.add(file.path() + " includes " + target + ", and there is no such file. Put it back.");
		}
	}

	/**
	 * A path that is not relative to the changelog begins at the root of the class path,
	 * which for a file is one of the folders above it.
	 */
	private static String resolve(String location, String target, boolean relative) {
		if (target.startsWith("classpath:")) {
			return target;
		}
		if (relative) {
			String folder = location.substring(0, location.lastIndexOf('/') + 1);
			return folder.startsWith("classpath:") ? "classpath:" + Path.of(folder.substring(10) + target).normalize()
					: Path.of(folder + target).normalize().toString();
		}
		if (location.startsWith("classpath:")) {
			return "classpath:" + target;
		}
		Path above = Path.of(SourceFiles.path(location)).toAbsolutePath().getParent();
		while (above != null && !Files.exists(above.resolve(target))) {
			above = above.getParent();
		}
		return (above != null) ? above.resolve(target).toString() : target;
	}

}
