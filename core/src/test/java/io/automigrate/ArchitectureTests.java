package io.automigrate;

import java.util.List;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * The order of the packages: each may use those below it, none above.
 */
class ArchitectureTests {

	private static final List<List<String>> FROM_TOP_TO_BOTTOM = List.of(List.of("io.automigrate"),
			List.of("io.automigrate.report"), List.of("io.automigrate.execute"), List.of("io.automigrate.plan"),
			List.of("io.automigrate.source"), List.of("io.automigrate.diff", "io.automigrate.catalog"),
			List.of("io.automigrate.schema", "io.automigrate.lock"), List.of("io.automigrate.sql"),
			List.of("io.automigrate.error"));

	private final JavaClasses classes = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.automigrate");

	@Test
	void dataGoesThroughThePackagesInOneDirection() {
		for (int level = 0; level < FROM_TOP_TO_BOTTOM.size(); level++) {
			List<String> above = FROM_TOP_TO_BOTTOM.subList(0, level).stream().flatMap(List::stream).toList();
			for (String lower : FROM_TOP_TO_BOTTOM.get(level)) {
				noClasses().that(describe("are in " + lower, (JavaClass type) -> type.getPackageName().equals(lower)))
					.should()
					.dependOnClassesThat(
							describe("are in " + above, (JavaClass type) -> above.contains(type.getPackageName())))
					.because("a reader follows data from the sources to the report without turning back")
					.allowEmptyShould(true)
					.check(this.classes);
			}
		}
	}

	@Test
	void everyPackageHasItsPlace() {
		List<String> known = FROM_TOP_TO_BOTTOM.stream().flatMap(List::stream).toList();
		noClasses().that()
			.resideOutsideOfPackage("io.automigrate.test")
			.should()
			.resideOutsideOfPackages(known.toArray(String[]::new))
			.because("a package without a place in the order is not held by it")
			.check(this.classes);
	}

	@Test
	void engineKnowsNeitherBootNorHibernate() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot..", "org.hibernate..", "jakarta.persistence..")
			.because("the engine serves applications that use none of them; their integration is in autoconfigure")
			.check(this.classes);
	}

}
