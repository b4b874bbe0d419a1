package io.automigrate.foreign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * A pair of schemas that somebody else wrote.
 *
 * @param id where it is from
 * @param from the schema before
 * @param to the schema after
 * @param needs what both databases have first
 * @param roles the roles that must exist
 * @param minMajor the oldest PostgreSQL that knows all of it
 * @param unchanged whether nothing is to be done
 */
record ForeignCase(String id, String from, String to, List<String> needs, List<String> roles, int minMajor,
		boolean unchanged) {

	static List<ForeignCase> in(Path directory) throws IOException {
		List<ForeignCase> cases = new ArrayList<>();
		try (Stream<Path> files = Files.list(directory)) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".jsonl")).sorted().toList()) {
				ObjectMapper mapper = new ObjectMapper();
				for (String line : Files.readAllLines(file)) {
					cases.add(of(mapper.readTree(line)));
				}
			}
		}
		return cases;
	}

	private static ForeignCase of(JsonNode node) {
		String major = node.path("minMajor").asString("0");
		return new ForeignCase(node.path("id").asString(), node.path("from").asString(), node.path("to").asString(),
				strings(node.path("needs")), strings(node.path("roles")),
				(int) Double.parseDouble(major.isEmpty() ? "0" : major), node.path("unchanged").asBoolean(false));
	}

	private static List<String> strings(JsonNode array) {
		List<String> strings = new ArrayList<>();
		array.forEach((element) -> strings.add(element.asString()));
		return strings;
	}

	/** The file that it is from, without path and ending. */
	String kind() {
		String file = this.id.substring(0, this.id.indexOf('#'));
		return file.substring(file.lastIndexOf('/') + 1);
	}

}
