package io.automigrate.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Says what {@code pg_get_indexdef} would print of a plain index: a B-tree of columns,
 * with the default operator class and the column's own collation. For each column of each
 * index that function goes through all operator classes that there are, which takes more
 * time than all other questions to the catalogs, and most indexes are plain.
 */
final class PlainIndexes {

	/**
	 * What is to be known of an index, or {@code NULL} if it has more than columns: its
	 * operator classes, collations and options, each in the order of its columns.
	 */
	private static final String COLUMNS = """
			CASE WHEN c.relam = 403 AND i.indexprs IS NULL AND i.indpred IS NULL AND c.reloptions IS NULL
				AND i.indnkeyatts = i.indnatts AND NOT :distinct
				THEN i.indclass::text || ' ' || i.indcollation::text || ' ' || i.indoption::text END""";

	/** A class for a type is the type's own default before any that fits as well. */
	private static final String CLASSES = """
			SELECT o.oid, o.opcintype FROM pg_opclass o WHERE o.opcmethod = 403 AND o.opcdefault""";

	private static final Pattern UNQUOTED = Pattern.compile("[a-z_][a-z0-9_]*");

	private static final long TEXT = 25;

	private static final long VARCHAR = 1043;

	/** By the bits of {@code pg_index.indoption}: descending, and NULLs first. */
	private static final List<String> OPTIONS = List.of("", " DESC NULLS LAST", " NULLS FIRST", " DESC");

	private final CatalogObjects objects;

	/** The types that operator classes are the default for, by the classes' OIDs. */
	private final Map<Long, Long> classes = new HashMap<>();

	private final Set<String> keywords = new HashSet<>();

	PlainIndexes(CatalogObjects objects, CatalogQueries queries) {
		this.objects = objects;
		queries.ask(CLASSES, (row) -> this.classes.put(row.getLong(1), row.getLong(2)));
		queries.ask(CatalogNames.KEYWORDS, (row) -> this.keywords.add(row.getString(1)));
	}

	/** The column of a question to {@code pg_index i} and {@code pg_class c}. */
	static String columns(int version) {
		return COLUMNS.replace(":distinct", (version >= 15) ? "i.indnullsnotdistinct" : "false");
	}

	/**
	 * Say what an index is.
	 * @param relation the OID of the table
	 * @param numbers the numbers of its columns
	 * @param columns what the catalogs answered
	 * @return the definition from {@code USING} on, with a space before, or {@code null}
	 * if PostgreSQL has to be asked
	 */
	@Nullable String definition(long relation, String numbers, @Nullable String columns) {
		if (columns == null) {
			return null;
		}
		String[] keys = numbers.split(" ", -1);
		String[] known = columns.split(" ", -1);
		List<String> parts = new ArrayList<>();
		for (int i = 0; i < keys.length; i++) {
			CatalogColumn column = this.objects.column(relation, Integer.parseInt(keys[i]));
			if (column == null || !takes(Long.parseLong(known[i]), column.type())
					|| Long.parseLong(known[keys.length + i]) != column.collation()
					|| !UNQUOTED.matcher(column.name()).matches() || this.keywords.contains(column.name())) {
				return null;
			}
			parts.add(column.name() + OPTIONS.get(Integer.parseInt(known[2 * keys.length + i])));
		}
		return " USING btree (" + String.join(", ", parts) + ")";
	}

	private boolean takes(long operators, long type) {
		Long known = this.classes.get(operators);
		return known != null && (known == type || (known == TEXT && type == VARCHAR));
	}

}
