package io.automigrate.adopt;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import liquibase.change.Change;
import liquibase.change.ColumnConfig;
import liquibase.change.core.AddColumnChange;
import liquibase.change.core.CreateTableChange;
import liquibase.change.core.LoadDataChange;
import liquibase.change.core.LoadDataColumnConfig;
import liquibase.change.core.ModifyDataTypeChange;
import liquibase.change.core.RenameColumnChange;
import liquibase.change.core.RenameTableChange;
import liquibase.database.Database;
import liquibase.datatype.DataTypeFactory;
import liquibase.util.csv.CSVReader;

/**
 * The types of the columns that a changelog has made so far, for which Liquibase asks the
 * database when it loads rows.
 */
final class LibraryTypes {

	private final Database database;

	private final Map<String, Map<String, String>> tables = new HashMap<>();

	/**
	 * Begin without any table.
	 * @param database the database that types are of
	 */
	LibraryTypes(Database database) {
		this.database = database;
	}

	/** Note what a change does to columns. */
	void follow(Change change) {
		if (change instanceof CreateTableChange create) {
			this.tables.remove(folded(create.getTableName()));
			create.getColumns().forEach((column) -> put(create.getTableName(), column));
		}
		else if (change instanceof AddColumnChange add) {
			add.getColumns().forEach((column) -> put(add.getTableName(), column));
		}
		else if (change instanceof ModifyDataTypeChange modify) {
			of(modify.getTableName()).put(folded(modify.getColumnName()), modify.getNewDataType());
		}
		else if (change instanceof RenameColumnChange rename) {
			String type = of(rename.getTableName()).remove(folded(rename.getOldColumnName()));
			if (type != null) {
				of(rename.getTableName()).put(folded(rename.getNewColumnName()), type);
			}
		}
		else if (change instanceof RenameTableChange rename) {
			this.tables.put(folded(rename.getNewTableName()), of(rename.getOldTableName()));
			this.tables.remove(folded(rename.getOldTableName()));
		}
	}

	/** Say the types of the columns that rows are loaded into. */
	@SuppressWarnings("try") // the reader's close could be interrupted, as far as it says
	void complete(LoadDataChange load) throws Exception {
		String[] headers;
		try (CSVReader reader = load.getCSVReader()) {
			headers = reader.readNext();
		}
		for (int i = 0; headers != null && i < headers.length; i++) {
			LoadDataColumnConfig column = column(load, headers[i].strip(), i);
			String type = of(load.getTableName())
				.get(folded((column.getName() != null) ? column.getName() : headers[i].strip()));
			if (column.getType() == null && type != null) {
				column.setType(DataTypeFactory.getInstance().fromDescription(type, this.database).getLoadTypeName());
			}
		}
	}

	private static LoadDataColumnConfig column(LoadDataChange load, String header, int index) {
		for (LoadDataColumnConfig column : load.getColumns()) {
			if (header.equals(column.getName()) || header.equals(column.getHeader())
					|| Integer.valueOf(index).equals(column.getIndex())) {
				return column;
			}
		}
		LoadDataColumnConfig column = new LoadDataColumnConfig();
		column.setName(header);
		load.addColumn(column);
		return column;
	}

	/** Whether a column has the number of a large object, and not the bytes. */
	boolean isLargeObject(String table, String column) {
		String type = of(table).get(folded(column));
		return type != null && DataTypeFactory.getInstance()
			.fromDescription(type, this.database)
			.toDatabaseDataType(this.database)
			.toSql()
			.equalsIgnoreCase("oid");
	}

	private void put(String table, ColumnConfig column) {
		if (column.getName() != null && column.getType() != null) {
			of(table).put(folded(column.getName()), column.getType());
		}
	}

	private Map<String, String> of(String table) {
		return this.tables.computeIfAbsent(folded(table), (name) -> new LinkedHashMap<>());
	}

	private static String folded(String name) {
		return String.valueOf(name).toLowerCase(Locale.ROOT);
	}

}
