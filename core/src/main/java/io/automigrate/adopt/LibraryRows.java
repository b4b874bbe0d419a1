package io.automigrate.adopt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.automigrate.sql.Identifier;
import liquibase.Scope;
import liquibase.change.ColumnConfig;
import liquibase.change.core.LoadDataChange.LOAD_DATA_TYPE;
import liquibase.change.core.LoadDataColumnConfig;
import liquibase.database.Database;
import liquibase.resource.Resource;
import liquibase.statement.DatabaseFunction;
import liquibase.statement.ExecutablePreparedStatementBase;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.InsertSetStatement;
import liquibase.statement.core.InsertStatement;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows that Liquibase inserts, as the lines of a COPY where they are only values.
 */
final class LibraryRows {

	private final Database database;

	private final LibraryTypes types;

	/**
	 * Create a writer.
	 * @param database how names and values are written
	 * @param types the types of the columns
	 */
	LibraryRows(Database database, LibraryTypes types) {
		this.database = database;
		this.types = types;
	}

	/**
	 * Write statements that insert rows.
	 * @param statements the statements
	 * @return the COPY, or {@code null} if they do something else, too
	 * @throws IOException if a file that a value is in cannot be read
	 */
	@Nullable String copy(SqlStatement[] statements) throws IOException {
		List<Row> rows = new ArrayList<>();
		for (SqlStatement statement : statements) {
			if (statement instanceof InsertSetStatement set) {
				set.getStatements().forEach((insert) -> rows.add(row(insert)));
			}
			else if (statement.getClass() == InsertStatement.class) {
				rows.add(row((InsertStatement) statement));
			}
			else if (statement instanceof ExecutablePreparedStatementBase prepared) {
				rows.add(row(prepared));
			}
			else {
				return null;
			}
		}
		boolean alike = rows.stream().map(Row::head).distinct().count() == 1;
		if (!alike || rows.stream().anyMatch(Row::computes)) {
			return null;
		}
		return "COPY " + rows.get(0).head() + " FROM stdin;\n"
				+ rows.stream().map((row) -> line(row.values())).collect(Collectors.joining()) + "\\.\n";
	}

	/**
	 * Write a row whose values Liquibase binds to an INSERT.
	 * @param prepared the statement
	 * @return the INSERT with its values
	 * @throws IOException if a file that a value is in cannot be read
	 */
	String insert(ExecutablePreparedStatementBase prepared) throws IOException {
		Row row = row(prepared);
		List<String> literals = new ArrayList<>();
		row.values().forEach((column, value) -> literals.add(literal(value)));
		return "INSERT INTO " + row.head() + " VALUES (" + String.join(", ", literals) + ")";
	}

	private Row row(InsertStatement insert) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		insert.getColumnValues().forEach((column, value) -> values.put(column, value));
		return new Row(head(insert.getSchemaName(), insert.getTableName(), values.keySet()), values);
	}

	private Row row(ExecutablePreparedStatementBase prepared) throws IOException {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		for (ColumnConfig column : prepared.getColumns()) {
			values.put(column.getName(), value(prepared, column));
		}
		return new Row(head(prepared.getSchemaName(), prepared.getTableName(), values.keySet()), values);
	}

	private String head(@Nullable String schema, String table, Iterable<String> columns) {
		List<String> names = new ArrayList<>();
		columns.forEach((column) -> names.add(this.database.escapeColumnName(null, schema, table, column)));
		return this.database.escapeTableName(null, schema, table) + " (" + String.join(", ", names) + ")";
	}

	private @Nullable Object value(ExecutablePreparedStatementBase prepared, ColumnConfig column) throws IOException {
		if (column.getValueClobFile() != null) {
			String encoding = column.getEncoding();
			return new String(content(prepared, column.getValueClobFile()),
					(encoding != null) ? Charset.forName(encoding) : StandardCharsets.UTF_8);
		}
		if (column.getValueBlobFile() != null) {
			return bytes(prepared, column, content(prepared, column.getValueBlobFile()));
		}
		boolean encoded = column instanceof LoadDataColumnConfig loaded && loaded.getTypeEnum() == LOAD_DATA_TYPE.BLOB;
		return (encoded && column.getValue() != null)
				? bytes(prepared, column, Base64.getDecoder().decode(column.getValue())) : column.getValueObject();
	}

	private static byte[] content(ExecutablePreparedStatementBase prepared, String file) throws IOException {
		String changelog = prepared.getChangeSet().getChangeLog().getPhysicalFilePath();
		Resource resource = Scope.getCurrentScope().getResourceAccessor().get(file);
		Resource beside = Scope.getCurrentScope().getResourceAccessor().get(changelog).resolveSibling(file);
		try (InputStream stream = (resource.exists() ? resource : beside).openInputStream()) {
			return stream.readAllBytes();
		}
	}

	private Object bytes(ExecutablePreparedStatementBase prepared, ColumnConfig column, byte[] bytes) {
		String hex = "\\x" + HexFormat.of().formatHex(bytes);
		return this.types.isLargeObject(prepared.getTableName(), column.getName())
				? new DatabaseFunction("lo_from_bytea(0, '" + hex + "')") : hex;
	}

	private static boolean computed(@Nullable Object value) {
		return value instanceof DatabaseFunction
				|| (value instanceof String text && (text.startsWith("to_date(") || text.equalsIgnoreCase("NOW()")));
	}

	private String line(Map<String, @Nullable Object> values) {
		List<String> cells = new ArrayList<>();
		values.forEach((column, value) -> cells.add(isNull(value) ? "\\N" : escaped(text(value))));
		return String.join("\t", cells) + "\n";
	}

	private String literal(@Nullable Object value) {
		return isNull(value) ? "NULL" : (value instanceof DatabaseFunction function)
				? this.database.generateDatabaseFunctionValue(function) : Identifier.literal(text(value));
	}

	private static boolean isNull(@Nullable Object value) {
		return value == null || "NULL".equalsIgnoreCase(value.toString());
	}

	private String text(@Nullable Object value) {
		String text = (value instanceof Date date) ? this.database.getDateLiteral(date) : String.valueOf(value);
		return (value instanceof Date) ? text.replaceAll("^'|'$", "") : text;
	}

	private static String escaped(String text) {
		return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r");
	}

	/** Table and columns, and the values. */
	private record Row(String head, Map<String, @Nullable Object> values) {

		boolean computes() {
			for (Object value : this.values.values()) {
				if (computed(value)) {
					return true;
				}
			}
			return false;
		}

	}

}
