package io.automigrate;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which package may know which.
 */
class ArchitectureTests {

	/** From the facade down; packages in one row do not know each other. */
	private static final List<List<String>> ROWS = List.of(List.of("io.automigrate"), List.of("io.automigrate.report"),
			List.of("io.automigrate.execute"), List.of("io.automigrate.adopt"), List.of("io.automigrate.versioned"),
			List.of("io.automigrate.history"), List.of("io.automigrate.plan"), List.of("io.automigrate.ddl"),
			List.of("io.automigrate.source"), List.of("io.automigrate.diff", "io.automigrate.catalog"),
			List.of("io.automigrate.schema", "io.automigrate.lock", "io.automigrate.backup"),
			List.of("io.automigrate.sql"), List.of("io.automigrate.error"));

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.withImportOption((location) -> location.contains("/core/") || location.contains("automigrate-core"))
		.importPackages("io.automigrate");

	static Stream<String> packages() {
		return ROWS.stream().flatMap(List::stream);
	}

	@ParameterizedTest
	@MethodSource("packages")
	void packageKnowsOnlyThoseBelowIt(String name) {
		String[] others = ROWS.stream()
			.limit(row(name) + 1L)
			.flatMap(List::stream)
			.filter((other) -> !other.equals(name))
			.toArray(String[]::new);
		if (others.length > 0) {
			noClasses().that()
				.resideInAPackage(name)
				.should()
				.dependOnClassesThat()
				.resideInAnyPackage(others)
				.because("a package can only be read, tested and changed by itself if it knows none above or beside it")
				.check(CLASSES);
		}
	}

	@Test
	void everyPackageHasItsPlaceInTheOrder() {
		assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
			.containsExactlyInAnyOrderElementsOf(packages().toList());
	}

	@Test
	void engineKnowsNeitherSpringBootNorAnOrm() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot..", "org.hibernate..", "jakarta.persistence..",
					"org.springframework.data..")
			.because("the engine works with any DataSource; what speaks to a framework lives in the auto-configuration")
			.check(CLASSES);
	}

	@Test
	void worksWithoutLiquibase() {
		noClasses().that()
			.haveNameNotMatching(".*\\.adopt\\.(Library|LiquibaseLibrary).*")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("liquibase..")
			.because("Liquibase is there only where the application has it")
			.check(CLASSES);
	}

	@Test
	void onlyErrorsKnowTheDriversExceptions() {
		noClasses().that()
			.resideOutsideOfPackage("io.automigrate.error")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.postgresql.util..")
			.because("the driver's messages quote rows; SqlFailure is the one place that reads them")
			.check(CLASSES);
	}

	@Test
	void onlyWhatWritesDownWhenItBeganReadsAClockThatMayBeSetBack() {
		noClasses().that()
			.resideInAnyPackage("io.automigrate.execute", "io.automigrate.lock")
			.and()
			.haveNameNotMatching(".*\\.(RunRecorder|StepLedger)")
			.should()
			.callMethod(System.class, "currentTimeMillis")
			.orShould()
			.callMethod(Instant.class, "now")
			.orShould()
			.dependOnClassesThat()
			.areAssignableTo(Clock.class)
			.because("a client's clock may be set back during a run; budgets and locks go by System.nanoTime()")
			.check(CLASSES);
	}

	private static int row(String name) {
		for (int row = 0; row < ROWS.size(); row++) {
			if (ROWS.get(row).contains(name)) {
				return row;
			}
		}
		throw new IllegalArgumentException(name);
	}

}
