package io.automigrate.versioned;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.automigrate.error.InvalidMigrationException;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.ResourcePatternResolver;

/**
 * Where versioned migrations come from.
 */
public final class MigrationSources {

	private static final Comparator<MigrationFile> ORDER = Comparator
		.comparing(MigrationFile::name, VersionOrder.INSTANCE)
		.thenComparing(MigrationFile::origin);

	private final List<String> locations;

	private final List<VersionedMigration> beans;

	/**
	 * Create sources.
	 * @param locations folders such as {@code classpath:db/migrations} or
	 * {@code file:/srv/migrations}, subfolders included, or patterns of files
	 * @param beans the migrations in Java
	 */
	public MigrationSources(Collection<String> locations, Collection<? extends VersionedMigration> beans) {
		this.locations = List.copyOf(locations);
		this.beans = List.copyOf(beans);
	}

	/**
	 * Read all files, without looking at what is in them.
	 * @return what was found
	 * @throws InvalidMigrationException if a file cannot be read
	 */
	public MigrationSet load() {
		Map<String, MigrationFile> byUrl = new LinkedHashMap<>();
		if (!this.locations.isEmpty()) {
			ResourcePatternResolver resolver = new PathMatchingResourcePatternResolver();
			this.locations.forEach((location) -> find(resolver, location, byUrl));
		}
		return new MigrationSet(told(byUrl).stream().sorted(ORDER).toList(), this.beans);
	}

	private static void find(ResourcePatternResolver resolver, String location, Map<String, MigrationFile> byUrl) {
		try {
			for (Resource resource : resolver.getResources(pattern(location))) {
				String name = resource.getFilename();
				if (name != null && name.endsWith(".sql")) {
					String url = resource.getURL().toString();
					if (!byUrl.containsKey(url)) {
						byUrl.put(url, new MigrationFile(name, origin(location, url, name),
								resource.getContentAsString(StandardCharsets.UTF_8)));
					}
				}
			}
		}
		catch (IOException ex) {
			throw new InvalidMigrationException(location, "the location cannot be read: " + ex.getMessage() + ".",
					"Correct it, or make its files readable.");
		}
	}

	private static String pattern(String location) {
		String prefixed = location.matches("[a-z*]+:.*") ? location : "classpath:" + location;
		String everywhere = prefixed.startsWith("classpath:")
				? "classpath*:" + prefixed.substring("classpath:".length()).replaceFirst("^/", "") : prefixed;
		boolean files = folder(everywhere).contains("*") || everywhere.endsWith(".sql");
		return files ? everywhere : everywhere.replaceFirst("/$", "") + "/**/*.sql";
	}

	private static String folder(String location) {
		return location.substring(location.indexOf(':') + 1).replaceAll("^/|/$", "");
	}

	private static String origin(String location, String url, String name) {
		String folder = folder(location);
		int start = folder.isEmpty() ? -1 : url.lastIndexOf("/" + folder + "/");
		return (start >= 0) ? url.substring(start + 1) : name;
	}

	/** Files of one name in two places are told by their whole addresses. */
	private static List<MigrationFile> told(Map<String, MigrationFile> byUrl) {
		Set<String> seen = new HashSet<>();
		Set<String> twice = new HashSet<>();
		byUrl.values().stream().map(MigrationFile::origin).filter((origin) -> !seen.add(origin)).forEach(twice::add);
		List<MigrationFile> files = new ArrayList<>();
		byUrl.forEach((url, file) -> files
			.add(twice.contains(file.origin()) ? new MigrationFile(file.name(), url, file.text()) : file));
		return files;
	}

}
