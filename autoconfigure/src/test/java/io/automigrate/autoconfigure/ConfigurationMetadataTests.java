package io.automigrate.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the metadata from which editors complete and explain the settings.
 */
class ConfigurationMetadataTests {

	@Test
	void everyPropertyHasASentence() throws IOException {
		JsonNode properties = metadata().get("properties");
		assertThat(properties).isNotEmpty().allSatisfy((property) -> {
			assertThat(property.path("description").asString()).as(property.path("name").asString())
				.matches("[A-Z][^{}]{15,}\\.");
		});
		assertThat(properties).extracting((property) -> property.path("name").asString())
			.contains("migration.enabled", "migration.timeout", "migration.lock-timeout", "migration.logging",
					"migration.log-level", "migration.skip-validation", "migration.concurrent-safety",
					"migration.fail-on-error", "migration.schema.policy", "migration.schema.names",
					"migration.schema.locations", "migration.schema.on-drift", "migration.schema.allow",
					"migration.schema.drop-unmanaged", "migration.schema.renames", "migration.schema.online-above",
					"migration.schema.scan-timeout", "migration.versioned.locations", "migration.versioned.directory",
					"migration.versioned.schema", "migration.versioned.table", "migration.versioned.out-of-order",
					"migration.versioned.missing", "migration.versioned.single-head", "migration.versioned.target",
					"migration.versioned.dev-url", "migration.backup.policy", "migration.backup.directory",
					"migration.backup.pg-dump", "migration.backup.timeout", "migration.release",
					"migration.instances.enabled", "migration.schema.allow-older");
	}

	private static JsonNode metadata() throws IOException {
		try (InputStream stream = MigrationProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			return JsonMapper.shared().readTree(Objects.requireNonNull(stream));
		}
	}

}
