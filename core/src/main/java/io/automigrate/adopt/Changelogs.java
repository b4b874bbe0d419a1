package io.automigrate.adopt;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
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

	private static final String CLASSPATH = "classpath:";

	private static final Predicate<String> CHANGELOG = Pattern.compile(".*\\.(sql|ya?ml|xml|json)").asMatchPredicate();

	private static final String RELATIVE = "relativeToChangelogFile";

	/** What can be said of an include; who wrote it, and when, is for people. */
	private static final Set<String> KNOWN = Set.of("file", "path", RELATIVE, "errorIfMissing", "errorIfMissingOrEmpty",
			"author", "created", "id", "context", "contextFilter", "labels", "ignore", "logicalFilePath");

	private static final String ACTION = "Put liquibase-core on the class path, which reads every changelog, or name the files of SQL in their order with --source.";

	private final Set<String> read = new LinkedHashSet<>();

	private final List<Included> files = new ArrayList<>();

	private final Findings refusals;

	/**
	 * Create a reader.
	 * @param refusals is told of what cannot be read
	 */
	Changelogs(Findings refusals) {
		this.refusals = refusals;
	}

	List<Included> files() {
		return this.files;
	}

	/**
	 * Find the changelogs at a place: one, or the files of SQL of a folder in the order
	 * of their names.
	 * @param location where to look
	 * @return the changelogs by their locations; none where there is no such place
	 */
	Map<String, SourceFile> at(String location) {
		SourceFile file = SourceFiles.file(location);
		Map<String, SourceFile> found = new LinkedHashMap<>();
		if (file != null) {
			found.put(location, file);
			return found;
		}
		for (SourceFile below : SourceFiles.below(location, CHANGELOG)) {
			if (below.path().endsWith(".sql")) {
				found.put(located(location, below), below);
			}
			else {
				this.refusals.add(below.path(), "a changelog in the folder " + location,
						"Name with --source the changelog that includes all others, or the files of SQL in their order.");
			}
		}
		return found;
	}

	/**
	 * Read a changelog.
	 * @param location where it is
	 * @param file its content
	 */
	void read(String location, SourceFile file) {
		read(location, file, Map.of());
	}

	private static String located(String folder, SourceFile file) {
		return folder.startsWith(CLASSPATH) ? CLASSPATH + file.path() : file.path();
	}

	private void read(String location, SourceFile file, Map<String, String> inherited) {
		if (!this.read.add(file.path())) {
			return;
		}
		switch (file.name().replaceFirst(".*\\.", "")) {
			case "sql" -> this.files.add(new Included(file, inherited));
			case "yaml", "yml" -> yaml(location, file, inherited);
			case "xml" -> xml(location, file, inherited);
			default -> this.refusals.add(file.path(), "such a changelog is not read without Liquibase", ACTION);
		}
	}

	private void yaml(String location, SourceFile file, Map<String, String> inherited) {
		String kind = "";
		Map<String, String> attributes = new HashMap<>();
		int number = 0;
		for (String line : file.text().split("\n", -1)) {
			number++;
			String text = line.replaceFirst("(^|\\s)#.*", "").strip();
			Matcher include = INCLUDE.matcher(text);
			Matcher attribute = ATTRIBUTE.matcher(text.replaceFirst("^-\\s+", ""));
			if (include.matches()) {
				include(location, file, new Include(kind, attributes, inherited));
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
				this.refusals.add(file.path() + ", line " + number,
						"without Liquibase only include and includeAll are read, and not "
								+ text.replaceAll("[\\s:-]", ""),
						ACTION);
				return;
			}
		}
		include(location, file, new Include(kind, attributes, inherited));
	}

	private static void put(Map<String, String> attributes, Matcher attribute) {
		if (attribute.matches()) {
			attributes.put(attribute.group(1), attribute.group(2).replaceAll("^([\"'])(.*)\\1$", "$2"));
		}
	}

	private void xml(String location, SourceFile file, Map<String, String> inherited) {
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
					this.refusals.add(file.path() + ", line " + reader.getLocation().getLineNumber(),
							"without Liquibase only include and includeAll are read, and not " + reader.getLocalName(),
							ACTION);
					return;
				}
				Map<String, String> attributes = new HashMap<>();
				for (int i = 0; i < reader.getAttributeCount(); i++) {
					attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
				}
				include(location, file, new Include(reader.getLocalName(), attributes, inherited));
			}
		}
		catch (XMLStreamException ex) {
			this.refusals.add(file.path(), "no XML that can be read: " + ex.getMessage(), "Correct it.");
		}
	}

	private void include(String location, SourceFile file, Include include) {
		Map<String, String> attributes = include.attributes();
		if (include.kind().isEmpty()) {
			return;
		}
		boolean all = include.kind().equals("includeAll");
		String target = attributes.getOrDefault(all ? "path" : "file", "");
		List<String> unknown = attributes.keySet().stream().filter((name) -> !KNOWN.contains(name)).sorted().toList();
		if (!unknown.isEmpty()) {
			this.refusals.add(file.path(),
					include.kind() + " has " + String.join(", ", unknown) + ", which has no meaning without Liquibase",
					ACTION);
			return;
		}
		Map<String, String> inherited = Included.inherited(include.inherited(), attributes);
		String included = resolve(location, target, Boolean.parseBoolean(attributes.get(RELATIVE)));
		if (all) {
			SourceFiles.below(included, CHANGELOG).forEach((each) -> read(located(included, each), each, inherited));
			return;
		}
		SourceFile found = SourceFiles.file(included);
		if (found != null) {
			read(included, found, inherited);
		}
		else if (!"false".equalsIgnoreCase(attributes.get("errorIfMissing"))) {
			this.refusals.add(file.path(), "it includes " + target + ", and there is no such file", "Put it back.");
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

	/** An include as it was read. */
	private record Include(String kind, Map<String, String> attributes, Map<String, String> inherited) {

	}

}
