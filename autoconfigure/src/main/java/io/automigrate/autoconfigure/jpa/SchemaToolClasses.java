package io.automigrate.autoconfigure.jpa;

import java.util.List;

import org.hibernate.tool.schema.internal.HibernateSchemaManagementTool;

import org.springframework.util.ClassUtils;

/**
 * Loads the classes of Hibernate's schema tool on a thread of its own while Hibernate
 * builds its model, since loading them takes longer than what they do.
 */
final class SchemaToolClasses {

	private static final String TOOL = HibernateSchemaManagementTool.class.getPackageName();

	private static final List<String> NAMES = List.of(TOOL + ".HibernateSchemaManagementTool",
			TOOL + ".SchemaCreatorImpl", TOOL + ".StandardTableExporter", TOOL + ".StandardUniqueKeyExporter",
			TOOL + ".StandardForeignKeyExporter", TOOL + ".StandardIndexExporter", TOOL + ".StandardSequenceExporter",
			TOOL + ".StandardAuxiliaryDatabaseObjectExporter", TOOL + ".ColumnDefinitions", TOOL + ".Helper",
			TOOL + ".DefaultSchemaFilterProvider", TOOL + ".exec.GenerationTargetToScript",
			TOOL + ".exec.ScriptSourceInputNonExistentImpl", TOOL + ".script.SingleLineSqlScriptExtractor",
			CreationScript.class.getName());

	private SchemaToolClasses() {
	}

	/** A name that another version of Hibernate does not have is passed over. */
	static void load() {
		ClassLoader loader = SchemaToolClasses.class.getClassLoader();
		Thread thread = new Thread(() -> NAMES.forEach((name) -> ClassUtils.isPresent(name, loader)),
				"automigrate-schema-tool");
		thread.setDaemon(true);
		thread.start();
	}

}
