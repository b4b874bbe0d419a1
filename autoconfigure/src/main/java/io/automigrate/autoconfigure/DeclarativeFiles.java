package io.automigrate.autoconfigure;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.automigrate.source.SchemaSource;

import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.ResourcePatternResolver;

/**
 * The files with DDL that {@code migration.schema.locations} names: location by location,
 * those of a pattern sorted by file name, none twice.
 */
final class DeclarativeFiles {

	private static final Comparator<Resource> BY_NAME = Comparator
		.comparing((Resource file) -> String.valueOf(file.getFilename()))
		.thenComparing(Resource::getDescription);

	private final List<Resource> files;

	DeclarativeFiles(List<String> locations, ResourceLoader resourceLoader) {
		PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver(resourceLoader);
		Map<URI, Resource> found = new LinkedHashMap<>();
		locations.stream()
			.map(String::strip)
			.filter((location) -> !location.isEmpty())
			.flatMap((location) -> find(location, resolver).stream())
			.forEach((file) -> found.putIfAbsent(uri(file), file));
		this.files = List.copyOf(found.values());
	}

	boolean isEmpty() {
		return this.files.isEmpty();
	}

	SchemaSource source() {
		return SchemaSource.sql(this.files.toArray(Resource[]::new));
	}

	private static List<Resource> find(String location, PathMatchingResourcePatternResolver resolver) {
		try {
			List<Resource> files = new ArrayList<>(Arrays.stream(resolver.getResources(location))
				.filter((file) -> file.exists() && file.isReadable())
				.toList());
			files.sort(BY_NAME);
			if (files.isEmpty() && !isPattern(location, resolver)) {
				throw missing(location);
			}
			return files;
		}
		catch (FileNotFoundException ex) {
			// the folder that a pattern begins with does not exist
			return List.of();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot look for " + location, ex);
		}
	}

	private static URI uri(Resource file) {
		try {
			return file.getURI().normalize();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot look at " + file.getDescription(), ex);
		}
	}

	private static boolean isPattern(String location, PathMatchingResourcePatternResolver resolver) {
		String path = location.startsWith(ResourcePatternResolver.CLASSPATH_ALL_URL_PREFIX)
				? location.substring(ResourcePatternResolver.CLASSPATH_ALL_URL_PREFIX.length()) : location;
		return resolver.getPathMatcher().isPattern(path);
	}

	private static MigrationSetupException missing(String location) {
		return new MigrationSetupException(
				"There is no file \"%s\", which migration.schema.locations names.".formatted(location),
				"Create the file, correct the name, or use a pattern such as classpath:schema/*.sql, which may match nothing.");
	}

}
