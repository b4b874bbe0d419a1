package io.automigrate.adopt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.automigrate.error.InvalidMigrationException;
import io.automigrate.sql.Utf8Text;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.ResourcePatternResolver;

/**
 * Reads files from the class path, or from the file system where a location does not
 * begin with {@code classpath:}.
 */
final class SourceFiles {

	private static final String CLASSPATH = "classpath:";

	private static final ResourcePatternResolver RESOLVER = new PathMatchingResourcePatternResolver();

	private SourceFiles() {
	}

	/**
	 * Read a file.
	 * @param location where it is
	 * @return the file, or {@code null} if there is none
	 */
	static @Nullable SourceFile file(String location) {
		try {
			String path = path(location);
			if (location.startsWith(CLASSPATH)) {
				Resource resource = RESOLVER.getResource(CLASSPATH + path);
				return (resource.exists() && resource.isReadable()) ? source(path, resource) : null;
			}
			return Files.isRegularFile(Path.of(path)) ? source(Path.of(path)) : null;
		}
		catch (IOException ex) {
			throw unreadable(location, ex);
		}
	}

	/**
	 * Read a folder and what is below it.
	 * @param location where it is
	 * @param names which files to read
	 * @return the files by path; none where there is no such folder
	 */
	static List<SourceFile> below(String location, Predicate<String> names) {
		String folder = path(location).replaceFirst("/$", "");
		try {
			if (!location.startsWith(CLASSPATH)) {
				return walk(Path.of(folder), names);
			}
			Map<String, SourceFile> files = new TreeMap<>();
			for (Resource resource : RESOLVER.getResources("classpath*:" + folder + "/**/*")) {
				String name = resource.getFilename();
				if (name != null && names.test(name)) {
					String url = URLDecoder.decode(resource.getURL().toString(), StandardCharsets.UTF_8);
					String path = url.substring(url.lastIndexOf("/" + folder + "/") + 1);
					files.putIfAbsent(path, source(path, resource));
				}
			}
			return List.copyOf(files.values());
		}
		catch (IOException | UncheckedIOException ex) {
			throw unreadable(location, ex);
		}
	}

	private static List<SourceFile> walk(Path folder, Predicate<String> names) throws IOException {
		if (!Files.isDirectory(folder)) {
			return List.of();
		}
		try (Stream<Path> paths = Files.walk(folder)) {
			List<Path> files = paths.filter(Files::isRegularFile)
				.filter((path) -> names.test(String.valueOf(path.getFileName())))
				.toList();
			Map<String, SourceFile> sorted = new TreeMap<>(Comparator.naturalOrder());
			for (Path file : files) {
				SourceFile source = source(file);
				sorted.put(source.path(), source);
			}
			return List.copyOf(sorted.values());
		}
	}

	private static SourceFile source(Path file) throws IOException {
		return new SourceFile(file.toString().replace('\\', '/'), Utf8Text.of(Files.readAllBytes(file)));
	}

	private static SourceFile source(String path, Resource resource) throws IOException {
		return new SourceFile(path, Utf8Text.of(resource.getContentAsByteArray()));
	}

	/** The location without what says where it begins. */
	static String path(String location) {
		String path = location.replaceFirst("^(classpath|filesystem|file):", "").replace('\\', '/');
		return location.startsWith(CLASSPATH) ? path.replaceFirst("^/+", "") : path.replaceFirst("^(\\./)+", "");
	}

	private static InvalidMigrationException unreadable(String location, Exception ex) {
		return new InvalidMigrationException(location, "the place cannot be read: " + ex.getMessage() + ".",
				"Correct it, or make its files readable.");
	}

}
