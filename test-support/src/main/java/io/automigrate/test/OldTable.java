package io.automigrate.test;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table or view as a version of an application knows it, and the statements that it
 * could send.
 *
 * @param name its name, qualified and quoted
 * @param stored whether it is a table
 * @param columns its columns
 * @param rows some of its rows, as literals; none of a view, which may have no data
 */
record OldTable(String name, boolean stored, List<OldColumn> columns, List<List<String>> rows) {

	/** How many rows are looked at. Those in the way of a change should be among them. */
	private static final int ROWS = 25;

	private static final String TABLES = """
			select c.oid::regclass::text, c.oid, c.relkind in ('r', 'p') from pg_class c
			where c.relnamespace in (select oid from pg_namespace where nspname = any ('{%s}'))
				and c.relkind in ('r', 'p', 'v', 'm') and c.relname !~ '^(automigrate|migration)_'
			order by 1""";

	OldTable {
		columns = List.copyOf(columns);
		rows = List.copyOf(rows);
	}

	static List<OldTable> read(Statement statement, String... schemas) throws SQLException {
		List<OldTable> tables = new ArrayList<>();
		statement.execute("set local search_path = ''");
		List<List<String>> found = new ArrayList<>();
		try (ResultSet row = statement.executeQuery(TABLES.formatted(String.join(",", schemas)))) {
			while (row.next()) {
				found.add(List.of(row.getString(1), row.getString(2), row.getString(3)));
			}
		}
		for (List<String> table : found) {
			List<OldColumn> columns = OldColumn.read(statement, table.get(1));
			if (!columns.isEmpty()) {
				boolean stored = table.get(2).equals("t");
				tables.add(new OldTable(table.get(0), stored, columns,
						stored ? rows(statement, table.get(0), columns) : List.of()));
			}
		}
		statement.execute("set local search_path to default");
		return tables;
	}

	private static List<List<String>> rows(Statement statement, String table, List<OldColumn> columns)
			throws SQLException {
		List<List<String>> rows = new ArrayList<>();
		String values = columns.stream()
			.map((column) -> "quote_nullable(" + column.name() + "::text)")
			.collect(Collectors.joining(", "));
		try (ResultSet row = statement
			.executeQuery("select " + values + " from " + table + order(columns) + " limit " + ROWS)) {
			while (row.next()) {
				List<String> literals = new ArrayList<>();
				for (int i = 0; i < columns.size(); i++) {
					literals.add(row.getString(i + 1) + "::" + columns.get(i).type());
				}
				rows.add(literals);
			}
		}
		return rows;
	}

	private static String order(List<OldColumn> columns) {
		return " order by "
				+ columns.stream().map((column) -> column.name() + "::text").collect(Collectors.joining(", "));
	}

	/**
	 * Returns rows that could be inserted: more of those that there are, with fresh keys
	 * so that they do not meet, and one of the plainest values.
	 */
	List<List<String>> candidates(Statement statement) throws SQLException {
		List<String> fresh = new ArrayList<>();
		List<String> plainest = new ArrayList<>();
		for (OldColumn column : this.columns) {
			fresh.add(column.fresh(statement, this.name));
			plainest.add(column.plainest(statement));
		}
		List<List<String>> candidates = new ArrayList<>();
		for (List<String> row : this.rows) {
			candidates.add(IntStream.range(0, row.size())
				.mapToObj((i) -> this.columns.get(i).key() ? fresh.get(i) : row.get(i))
				.toList());
			for (int i = 0; i < row.size(); i++) {
				if (this.columns.get(i).key()) {
					candidates.add(with(row, i, fresh.get(i)));
				}
			}
		}
		candidates.add(plainest);
		return candidates;
	}

	String insert(List<String> row) {
		return insert(row, Set.of());
	}

	private String insert(List<String> row, Set<Integer> leftOut) {
		List<Integer> written = IntStream.range(0, row.size())
			.filter((i) -> this.columns.get(i).writable() && !leftOut.contains(i))
			.boxed()
			.toList();
		return written.isEmpty() ? "insert into " + this.name + " default values"
				: "insert into " + this.name + " ("
						+ written.stream().map((i) -> this.columns.get(i).name()).collect(Collectors.joining(", "))
						+ ") values (" + written.stream().map(row::get).collect(Collectors.joining(", ")) + ")";
	}

	/** Returns what can be made of a row: each column left out, null, at its limits. */
	List<String> variations(List<String> row) {
		List<String> inserts = new ArrayList<>();
		inserts.add(insert(row,
				IntStream.range(0, row.size())
					.filter((i) -> !this.columns.get(i).required())
					.boxed()
					.collect(Collectors.toSet())));
		for (int i = 0; i < row.size(); i++) {
			inserts.add(insert(row, Set.of(i)));
			for (String value : this.columns.get(i).values()) {
				inserts.add(insert(with(row, i, value)));
			}
			if (this.columns.get(i).key()) {
				inserts.add(insert(row) + " on conflict (" + this.columns.get(i).name() + ") do nothing");
			}
		}
		return inserts;
	}

	private static List<String> with(List<String> row, int at, String value) {
		List<String> other = new ArrayList<>(row);
		other.set(at, value);
		return other;
	}

	/** Returns reads, and updates and deletes of rows that there are. */
	List<String> others() {
		List<String> others = new ArrayList<>();
		others.add("select " + this.columns.stream().map(OldColumn::name).collect(Collectors.joining(", ")) + " from "
				+ this.name + " limit 1");
		if (!this.stored) {
			return others;
		}
		for (int i = 0; i < this.rows.size(); i++) {
			String row = " where (tableoid, ctid) = (select tableoid, ctid from " + this.name + order(this.columns)
					+ " offset " + i + " limit 1)";
			others.add("delete from " + this.name + row);
			for (OldColumn column : this.columns) {
				String update = "update " + this.name + " set " + column.name() + " = ";
				if (column.writable()) {
					others.add(update + column.name() + row);
				}
				if (column.writable() && i < 2) {
					column.values().forEach((value) -> others.add(update + value + row));
				}
			}
		}
		return others;
	}

}
