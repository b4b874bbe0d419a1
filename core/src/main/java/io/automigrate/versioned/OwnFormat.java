package io.automigrate.versioned;

import java.util.List;

/**
 * The format of {@link MigrationFile}.
 */
record OwnFormat() implements MigrationFormat {

	@Override
	public boolean reads(String name) {
		return name.endsWith(".sql");
	}

	@Override
	public List<Migration> migrations(List<MigrationFile> files) {
		return files.stream().map(MigrationFile::parse).toList();
	}

	@Override
	public String stated() {
		return "";
	}

}
