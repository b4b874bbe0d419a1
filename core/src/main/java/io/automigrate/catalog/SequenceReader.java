package io.automigrate.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.automigrate.schema.ColumnName;
import io.automigrate.schema.Grant;
import io.automigrate.schema.Identity;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.Sequence;
import io.automigrate.schema.SequenceOptions;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Reads sequences, those behind identity columns included.
 */
final class SequenceReader {

	private static final String SEQUENCES = """
			SELECT c.oid, c.relnamespace, c.relname, c.relpersistence = 'u', format_type(q.seqtypid, NULL), q.seqstart,
				q.seqincrement, q.seqmin, q.seqmax, q.seqcache, q.seqcycle, o.deptype, o.refobjid, o.refobjsubid,
				:grants(c.relacl, c.relowner)
			FROM pg_class c
			JOIN pg_sequence q ON q.seqrelid = c.oid
			LEFT JOIN pg_depend o ON o.classid = 'pg_class'::regclass AND o.objid = c.oid
				AND o.refclassid = 'pg_class'::regclass AND o.deptype IN ('a', 'i') AND o.refobjsubid > 0
			WHERE c.relkind = 'S' AND c.relnamespace IN (:namespaces)
				AND c.oid NOT IN (:members 'pg_class'::regclass)""";

	private final CatalogObjects objects;

	private final List<Row> rows = new ArrayList<>();

	/** By table and column. */
	private final Map<List<Long>, Row> identities = new HashMap<>();

	SequenceReader(CatalogObjects objects, CatalogQueries queries) {
		this.objects = objects;
		queries.ask(SEQUENCES, this::sequence);
	}

	private void sequence(ResultSet row) throws SQLException {
		Row sequence = new Row(row.getLong(1), this.objects.name(row.getLong(2), row.getString(3)), row.getBoolean(4),
				new SequenceOptions(row.getString(5), row.getLong(6), row.getLong(7), row.getLong(8), row.getLong(9),
						row.getLong(10), row.getBoolean(11)),
				row.getLong(13), row.getInt(14), CatalogObjects.grants(ObjectKind.SEQUENCE, row.getArray(15)));
		if ("i".equals(row.getString(12))) {
			this.identities.put(List.of(sequence.owner(), (long) sequence.ownerColumn()), sequence);
		}
		else {
			this.objects.add("pg_class", sequence.oid(), ObjectName.of(ObjectKind.SEQUENCE, sequence.name()));
			this.rows.add(sequence);
		}
	}

	/** How the values of a column are generated, given its {@code attidentity}. */
	@Nullable Identity identity(long table, int column, String generated) {
		Row sequence = generated.isEmpty() ? null : this.identities.get(List.of(table, (long) column));
		return (sequence != null) ? new Identity(generated.equals("a"), sequence.name().name(), sequence.options())
				: null;
	}

	/** The sequences of their own, once all tables have been read. */
	List<Sequence> sequences() {
		return this.rows.stream().map(this::sequence).sorted(Comparator.comparing(Sequence::name)).toList();
	}

	private Sequence sequence(Row row) {
		QualifiedName owner = this.objects.relation(row.owner());
		ColumnName ownedBy = (owner != null)
				? new ColumnName(owner, this.objects.columnName(row.owner(), row.ownerColumn())) : null;
		return new Sequence(row.name(), row.options(), row.unlogged(), ownedBy, row.grants(),
				this.objects.comment("pg_class", row.oid()));
	}

	private record Row(long oid, QualifiedName name, boolean unlogged, SequenceOptions options, long owner,
			int ownerColumn, List<Grant> grants) {

	}

}
