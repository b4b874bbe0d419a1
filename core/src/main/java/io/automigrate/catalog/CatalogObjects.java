package io.automigrate.catalog;

import java.sql.Array;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import io.automigrate.schema.Grant;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * What the readers share: who is who by OID, and the comments, which are asked for once
 * for objects of all kinds.
 */
final class CatalogObjects {

	private static final String COMMENTS = """
			SELECT classoid::regclass::text, objoid, objsubid, description
			FROM pg_description
			WHERE objoid >= 16384 OR classoid = 'pg_namespace'::regclass""";

	static final Comparator<Grant> BY_GRANTEE = Comparator.comparing(Grant::grantee).thenComparing(Grant::privilege);

	private static final Pattern NUMBER = Pattern.compile("[0-9]+");

	private final NameMapping names;

	private final Map<Long, String> schemas = new HashMap<>();

	private final Map<Key, String> comments = new HashMap<>();

	private final Map<Key, ObjectName> objects = new HashMap<>();

	private final Map<Long, Map<Integer, CatalogColumn>> columns = new HashMap<>();

	private final Map<String, String> texts = new HashMap<>();

	CatalogObjects(NameMapping names, CatalogQueries queries) {
		this.names = names;
		queries.schemas().forEach((oid, name) -> this.schemas.put(oid, names.schema(name)));
		queries.ask(COMMENTS,
				(row) -> this.comments.put(new Key(row.getString(1), row.getLong(2), row.getInt(3)), row.getString(4)));
	}

	void add(String catalog, long oid, int part, ObjectName name) {
		this.objects.put(new Key(catalog, oid, part), name);
	}

	void add(String catalog, long oid, ObjectName name) {
		add(catalog, oid, 0, name);
	}

	void addColumn(long relation, int number, String name) {
		addColumn(relation, number, new CatalogColumn(name, 0, 0));
	}

	void addColumn(long relation, int number, CatalogColumn column) {
		this.columns.computeIfAbsent(relation, (oid) -> new HashMap<>()).put(number, column);
	}

	/** A column of a relation that is compared, or null. */
	@Nullable CatalogColumn column(long relation, int number) {
		return this.columns.getOrDefault(relation, Map.of()).get(number);
	}

	/** The object that a row of a catalog stands for, or null if it is not compared. */
	@Nullable ObjectName find(String catalog, long oid, int part) {
		ObjectName found = this.objects.get(new Key(catalog, oid, part));
		if (found != null || part == 0) {
			return found;
		}
		ObjectName whole = this.objects.get(new Key(catalog, oid, 0));
		if (whole == null || whole.kind() != ObjectKind.TABLE) {
			return whole;
		}
		String column = columnName(oid, part);
		return column.isEmpty() ? whole : ObjectName.part(ObjectKind.COLUMN, whole.name(), column);
	}

	/** The name of a table or view that is compared, or null. */
	@Nullable QualifiedName relation(long oid) {
		ObjectName found = this.objects.get(new Key("pg_class", oid, 0));
		return (found != null) ? found.name() : null;
	}

	/** An expression has no name, nor has a column of a table that is not managed. */
	String columnName(long relation, int number) {
		CatalogColumn column = column(relation, number);
		return (column != null) ? column.name() : "";
	}

	/** The names of columns whose numbers stand in an array or vector. */
	List<String> columnNames(long relation, @Nullable String numbers) {
		if (numbers == null) {
			return List.of();
		}
		return NUMBER.matcher(numbers)
			.results()
			.map((number) -> columnName(relation, Integer.parseInt(number.group())))
			.toList();
	}

	/** The same where their order tells nothing, so that it is the same on both sides. */
	List<String> columnSet(long relation, @Nullable String numbers) {
		return columnNames(relation, numbers).stream().distinct().sorted().toList();
	}

	@Nullable String comment(String catalog, long oid, int part) {
		return this.comments.isEmpty() ? null : this.comments.get(new Key(catalog, oid, part));
	}

	@Nullable String comment(String catalog, long oid) {
		return comment(catalog, oid, 0);
	}

	/**
	 * The privileges in an access list, each as its name, a space, an asterisk if it may
	 * be passed on, and who has it.
	 */
	static List<Grant> grants(ObjectKind kind, @Nullable Array list) throws SQLException {
		if (list == null) {
			return kind.defaultGrants();
		}
		List<Grant> grants = new ArrayList<>();
		for (String entry : strings(list)) {
			int space = entry.indexOf(' ');
			boolean grantable = entry.startsWith("*", space + 1);
			grants.add(new Grant(entry.substring(space + (grantable ? 2 : 1)), entry.substring(0, space), grantable));
		}
		grants.sort(BY_GRANTEE);
		return grants;
	}

	String schema(long oid) {
		return Objects.requireNonNull(this.schemas.get(oid));
	}

	QualifiedName name(long schema, String name) {
		return new QualifiedName(schema(schema), name);
	}

	/** A text that PostgreSQL printed, with the names that are meant. */
	String text(String printed) {
		return Objects.requireNonNull(this.names.text(printed));
	}

	@Nullable String textOrNull(@Nullable String printed) {
		return this.names.text(printed);
	}

	/** A text that many objects have in common, such as a type. */
	String common(String printed) {
		String known = this.texts.get(printed);
		if (known == null) {
			known = text(printed);
			this.texts.put(printed, known);
		}
		return known;
	}

	static List<String> strings(@Nullable Array array) throws SQLException {
		return (array != null) ? List.of((String[]) array.getArray()) : List.of();
	}

	/** A row of a catalog, and a column of what it stands for. */
	record Key(String catalog, long oid, int part) {

	}

}
