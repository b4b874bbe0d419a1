package io.automigrate.autoconfigure.jpa;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.hibernate.boot.Metadata;
import org.hibernate.cfg.SchemaToolingSettings;
import org.hibernate.service.ServiceRegistry;
import org.hibernate.tool.schema.SourceType;
import org.hibernate.tool.schema.TargetType;
import org.hibernate.tool.schema.internal.ExceptionHandlerHaltImpl;
import org.hibernate.tool.schema.spi.ContributableMatcher;
import org.hibernate.tool.schema.spi.ExceptionHandler;
import org.hibernate.tool.schema.spi.ExecutionOptions;
import org.hibernate.tool.schema.spi.SchemaManagementTool;
import org.hibernate.tool.schema.spi.ScriptSourceInput;
import org.hibernate.tool.schema.spi.ScriptTargetOutput;
import org.hibernate.tool.schema.spi.SourceDescriptor;
import org.hibernate.tool.schema.spi.TargetDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * The statements with which Hibernate would create its schema, schemas and auxiliary
 * objects included, scripts that load data left out. Nothing is sent to the database.
 */
final class CreationScript implements ScriptTargetOutput {

	private static final List<String> DATA_SETTINGS = List.of(SchemaToolingSettings.JAKARTA_HBM2DDL_LOAD_SCRIPT_SOURCE,
			"javax.persistence.sql-load-script-source", "hibernate.hbm2ddl.import_files");

	private static final String CREATE_SCHEMA = "create schema ";

	private final StringBuilder text = new StringBuilder();

	private CreationScript() {
	}

	/**
	 * Have Hibernate write the statements.
	 * @param metadata the model of the entities
	 * @param services where Hibernate's schema tool is found
	 * @param settings the settings of the session factory
	 * @return the statements, each with a semicolon and a line of its own
	 */
	static String of(Metadata metadata, ServiceRegistry services, Map<String, Object> settings) {
		CreationScript script = new CreationScript();
		Map<String, Object> toolSettings = withoutData(settings);
		services.requireService(SchemaManagementTool.class)
			.getSchemaCreator(toolSettings)
			.doCreation(metadata, new Options(toolSettings), ContributableMatcher.ALL, new FromMetadata(),
					new ToScript(script));
		return script.text.toString();
	}

	private static Map<String, Object> withoutData(Map<String, Object> settings) {
		Map<String, Object> result = new HashMap<>(settings);
		DATA_SETTINGS.forEach(result::remove);
		result.put(SchemaToolingSettings.HBM2DDL_SKIP_DEFAULT_IMPORT_FILE, true);
		result.put(SchemaToolingSettings.HBM2DDL_DELIMITER, "");
		return result;
	}

	@Override
	public void prepare() {
	}

	@Override
	public void accept(String command) {
		String statement = command.strip();
		while (statement.endsWith(";")) {
			statement = statement.substring(0, statement.length() - 1).stripTrailing();
		}
		if (statement.startsWith(CREATE_SCHEMA)) {
			// two factories may name the same schema, and any may name public
			statement = CREATE_SCHEMA + "if not exists " + statement.substring(CREATE_SCHEMA.length());
		}
		if (!statement.isEmpty()) {
			// a semicolon on the last line could be part of a comment there
			this.text.append(statement).append(statement.contains("--") ? "\n;\n" : ";\n");
		}
	}

	@Override
	public void release() {
	}

	private record Options(Map<String, Object> getConfigurationValues) implements ExecutionOptions {

		@Override
		public Map<String, Object> getConfigurationValues() {
			return this.getConfigurationValues;
		}

		@Override
		public boolean shouldManageNamespaces() {
			return true;
		}

		@Override
		public ExceptionHandler getExceptionHandler() {
			return ExceptionHandlerHaltImpl.INSTANCE;
		}

	}

	private record FromMetadata() implements SourceDescriptor {

		@Override
		public SourceType getSourceType() {
			return SourceType.METADATA;
		}

		@Override
		public @Nullable ScriptSourceInput getScriptSourceInput() {
			return null;
		}

	}

	private record ToScript(CreationScript script) implements TargetDescriptor {

		@Override
		public EnumSet<TargetType> getTargetTypes() {
			return EnumSet.of(TargetType.SCRIPT);
		}

		@Override
		public ScriptTargetOutput getScriptTargetOutput() {
			return this.script;
		}

	}

}
