package io.automigrate.versioned;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.automigrate.error.InvalidMigrationException;
import io.automigrate.sql.Utf8Text;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.ResourcePatternResolver;

/**
 * Where versioned migrations come from.
 */
public final class MigrationSources {

	private static final Comparator<Found> ORDER = Comparator.comparing(Found::name, VersionOrder.INSTANCE)
		.thenComparing(Found::origin);

	private static final String EVERYTHING = "/**/*.sql*";

	private static final int BUFFER = 8 * 1024;

	private final List<String> locations;

	private final List<VersionedMigration> beans;

	private final MigrationFormat format;

	/**
	 * Create sources of files in our own format.
	 * @param locations folders such as {@code classpath:db/migrations} or
	 * {@code file:/srv/migrations}, subfolders included, or patterns of files
	 * @param beans the migrations in Java
	 */
	public MigrationSources(Collection<String> locations, Collection<? extends VersionedMigration> beans) {
		this(locations, beans, MigrationFormat.OWN);
	}

	/**
	 * Create sources.
	 * @param locations folders such as {@code classpath:db/migrations} or
	 * {@code file:/srv/migrations}, subfolders included, or patterns of files
	 * @param beans the migrations in Java
	 * @param format how the files are written
	 */
	public MigrationSources(Collection<String> locations, Collection<? extends VersionedMigration> beans,
			MigrationFormat format) {
		this.locations = List.copyOf(locations);
		this.beans = List.copyOf(beans);
		this.format = format;
	}

	/**
	 * Returns whether there are none.
	 * @return whether no location has a file, and there is no bean
	 * @throws InvalidMigrationException if a location cannot be read
	 */
	public boolean isEmpty() {
		return this.beans.isEmpty() && find().isEmpty();
	}

	/**
	 * Read all files, without looking at what is in them.
	 * @return what was found
	 * @throws InvalidMigrationException if a file cannot be read
	 */
	public MigrationSet load() {
		byte[] buffer = new byte[BUFFER];
		return new MigrationSet(find().stream().map((file) -> file.read(buffer)).toList(), this.beans, this.format);
	}

	private static String text(Path path, byte[] buffer) throws IOException {
		try (InputStream stream = new FileInputStream(path.toFile())) {
			int length = stream.readNBytes(buffer, 0, buffer.length);
			return (length < buffer.length) ? Utf8Text.of(buffer, length) : Utf8Text.of(Files.readAllBytes(path));
		}
	}

	private List<Found> find() {
		Map<String, Found> byUrl = new LinkedHashMap<>();
		if (!this.locations.isEmpty()) {
			ResourcePatternResolver resolver = new PathMatchingResourcePatternResolver();
			this.locations.forEach((location) -> find(resolver, location, byUrl));
		}
		// Plain order is nearly theirs, and cheaper to come by.
		return told(byUrl).stream().sorted(Comparator.comparing(Found::name)).sorted(ORDER).toList();
	}

	/**
	 * Folders are walked, which reads a thousand files in a fraction of the time that
	 * resources take; what is in archives is left to Spring.
	 */
	private void find(ResourcePatternResolver resolver, String location, Map<String, Found> byUrl) {
		try {
			String pattern = pattern(location);
			if (!pattern.endsWith(EVERYTHING)) {
				match(resolver, pattern, location, byUrl);
				return;
			}
			boolean archives = false;
			String root = pattern.substring(0, pattern.length() - EVERYTHING.length()) + "/";
			for (Resource folder : resolver.getResources(root)) {
				if (!folder.isFile()) {
					archives = true;
				}
				else if (folder.exists()) {
					walk(folder.getFile().toPath(), location, byUrl);
				}
			}
			if (archives) {
				match(resolver, pattern, location, byUrl);
			}
		}
		catch (IOException | UncheckedIOException ex) {
			throw unreadable(location, ex);
		}
	}

	private static InvalidMigrationException unreadable(String place, Exception failure) {
		return new InvalidMigrationException(place, "it cannot be read: " + failure.getMessage() + ".",
				"Correct it, or make its files readable.");
	}

	/**
	 * Nothing is asked of the file system about files. Hidden folders are passed over: in
	 * those of Kubernetes' volumes everything stands a second time.
	 */
	private void walk(Path folder, String location, Map<String, Found> byUrl) throws IOException {
		List<Path> folders = new ArrayList<>();
		try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
			for (Path path : paths) {
				String name = String.valueOf(path.getFileName());
				if (this.format.reads(name)) {
					String url = "file:" + path.toAbsolutePath();
					byUrl.computeIfAbsent(url,
							(key) -> new Found(name, origin(location, url, name), (buffer) -> text(path, buffer)));
				}
				else if (!name.startsWith(".") && Files.isDirectory(path)) {
					folders.add(path);
				}
			}
		}
		catch (DirectoryIteratorException ex) {
			throw ex.getCause();
		}
		for (Path each : folders) {
			walk(each, location, byUrl);
		}
	}

	private void match(ResourcePatternResolver resolver, String pattern, String location, Map<String, Found> byUrl)
			throws IOException {
		for (Resource resource : resolver.getResources(pattern)) {
			String name = resource.getFilename();
			if (name != null && this.format.reads(name)) {
				String url = resource.isFile() ? "file:" + resource.getFile().getAbsolutePath()
						: resource.getURL().toString();
				byUrl.computeIfAbsent(url, (key) -> new Found(name, origin(location, url, name),
						(buffer) -> Utf8Text.of(resource.getContentAsByteArray())));
			}
		}
	}

	private static String pattern(String location) {
		String prefixed = location.matches("[a-z*]+:.*") ? location : "classpath:" + location;
		String everywhere = prefixed.startsWith("classpath:")
				? "classpath*:" + prefixed.substring("classpath:".length()).replaceFirst("^/", "") : prefixed;
		boolean files = folder(everywhere).contains("*") || everywhere.endsWith(".sql");
		return files ? everywhere : everywhere.replaceFirst("/$", "") + EVERYTHING;
	}

	private static String folder(String location) {
		return location.substring(location.indexOf(':') + 1).replaceAll("^/|/$", "");
	}

	/** The path from the location's folder on, as a person would name the file. */
	private static String origin(String location, String url, String name) {
		int colon = location.indexOf(':');
		if (location.startsWith("/", colon + 1)) {
			return url.startsWith("file:/") ? url.substring("file:".length()) : name;
		}
		int end = location.endsWith("/") ? location.length() - 1 : location.length();
		int start = url.lastIndexOf("/" + location.substring(colon + 1, end) + "/");
		return (start >= 0) ? url.substring(start + 1) : name;
	}

	/** Files of one name in two places are told by their whole addresses. */
	private static List<Found> told(Map<String, Found> byUrl) {
		Set<String> seen = new HashSet<>();
		Set<String> twice = new HashSet<>();
		byUrl.values().stream().map(Found::origin).filter((origin) -> !seen.add(origin)).forEach(twice::add);
		List<Found> files = new ArrayList<>();
		byUrl.forEach((url, file) -> files
			.add(twice.contains(file.origin()) ? new Found(file.name(), url, file.text()) : file));
		return files;
	}

	/** A file that is not read yet. */
	private record Found(String name, String origin, Text text) {

		MigrationFile read(byte[] buffer) {
			try {
				return new MigrationFile(this.name, this.origin, this.text.read(buffer));
			}
			catch (IOException ex) {
				throw unreadable(this.origin, ex);
			}
		}

	}

	/** Reads a file. */
	@FunctionalInterface
	private interface Text {

		String read(byte[] buffer) throws IOException;

	}

}
