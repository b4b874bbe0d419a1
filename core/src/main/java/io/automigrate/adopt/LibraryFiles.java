package io.automigrate.adopt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import liquibase.resource.AbstractResourceAccessor;
import liquibase.resource.PathResource;
import liquibase.resource.Resource;
import org.jspecify.annotations.Nullable;

/**
 * The files of a changelog in the file system. A path begins at the root of the class
 * path, which is one of the folders above the changelog.
 */
final class LibraryFiles extends AbstractResourceAccessor {

	private final Path folder;

	/**
	 * Create an accessor.
	 * @param changelog the changelog that includes the others
	 */
	LibraryFiles(Path changelog) {
		this.folder = changelog.toAbsolutePath().normalize().resolveSibling("");
	}

	@Override
	public List<Resource> getAll(String path) {
		Path found = find(path);
		return (found != null) ? List.of(new PathResource(plain(path), found)) : List.of();
	}

	@Override
	public List<Resource> search(String path, boolean recursive) throws IOException {
		Path found = find(path);
		if (found == null || !Files.isDirectory(found)) {
			return List.of();
		}
		try (Stream<Path> below = Files.walk(found, recursive ? Integer.MAX_VALUE : 1)) {
			List<Resource> resources = new ArrayList<>();
			below.filter(Files::isRegularFile)
				.sorted()
				.forEach((file) -> resources
					.add(new PathResource(plain(path).replaceFirst("/*$", "/") + relative(found, file), file)));
			return List.copyOf(resources);
		}
	}

	private static String relative(Path folder, Path file) {
		return folder.relativize(file).toString().replace('\\', '/');
	}

	private @Nullable Path find(String path) {
		Path above = this.folder;
		while (above != null) {
			Path file = above.resolve(plain(path)).normalize();
			if (Files.exists(file)) {
				return file;
			}
			above = above.getParent();
		}
		return null;
	}

	private static String plain(String path) {
		return path.replace('\\', '/').replaceFirst("^classpath\\*?:", "").replaceFirst("^/+", "");
	}

	@Override
	public List<String> describeLocations() {
		return List.of(this.folder.toString());
	}

	@Override
	public void close() {
	}

}
