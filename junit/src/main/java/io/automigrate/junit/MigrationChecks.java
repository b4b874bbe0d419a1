package io.automigrate.junit;

import io.automigrate.MigrationCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.junit.jupiter.api.Assertions.fail;

/**
 * The test that versioned migrations are in step with entities and declarative files, for
 * a test class to implement:
 *
 * <pre class="code">
 * &#064;SpringBootTest
 * class OrderMigrationTests implements MigrationChecks {
 * }</pre>
 *
 * It is a test of its own rather than something that happens before others, so that
 * reports show it under its name and others run whether or not it fails. Where there is
 * no Spring, {@link MigrationCheckExtension#of} says what is checked.
 */
@ExtendWith(MigrationCheckExtension.class)
public interface MigrationChecks {

	/**
	 * Fails with everything that is wrong: a migration that cannot be read or applied,
	 * what entities or declarative files ask for and migrations lack, and ways down that
	 * do not restore what the way up changed.
	 * @param check what was found
	 */
	@Test
	default void migrationsAreInStep(MigrationCheck check) {
		if (!check.problems().isEmpty()) {
			fail("The migrations are not in step:\n- " + String.join("\n- ", check.problems())
					+ "\nThe command generate writes what they lack; correct the rest in their files.");
		}
	}

}
