package io.automigrate.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.automigrate.schema.Domain;
import io.automigrate.schema.EnumType;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.sql.QualifiedName;

/**
 * Reads enum types and domains.
 */
final class TypeReader {

	private static final String ENUMS = """
			SELECT t.oid, t.typnamespace, t.typname,
				ARRAY(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder),
				:grants(t.typacl, t.typowner)
			FROM pg_type t
			WHERE t.typtype = 'e' AND t.typnamespace IN (:namespaces)
				AND t.oid NOT IN (:members 'pg_type'::regclass)""";

	/** NOT NULL is a constraint too, since 17. */
	private static final String DOMAIN_CONSTRAINTS = """
			SELECT k.contypid, k.oid, k.conname, pg_get_constraintdef(k.oid), k.contype = 'n'
			FROM pg_constraint k
			WHERE k.contypid <> 0 AND k.contype IN ('c', 'n') AND k.connamespace IN (:namespaces)""";

	private static final String DOMAINS = """
			SELECT t.oid, t.typnamespace, t.typname, format_type(t.typbasetype, t.typtypmod),
				CASE WHEN t.typcollation <> b.typcollation THEN quote_ident(n.nspname) || '.' || quote_ident(o.collname) END,
				t.typnotnull, pg_get_expr(t.typdefaultbin, 0), :grants(t.typacl, t.typowner)
			FROM pg_type t
			JOIN pg_type b ON b.oid = t.typbasetype
			LEFT JOIN pg_collation o ON o.oid = t.typcollation
			LEFT JOIN pg_namespace n ON n.oid = o.collnamespace
			WHERE t.typtype = 'd' AND t.typnamespace IN (:namespaces)
				AND t.oid NOT IN (:members 'pg_type'::regclass)""";

	private static final Domain.NotNull UNNAMED = new Domain.NotNull(null, null);

	private final CatalogObjects objects;

	private final List<EnumType> enums = new ArrayList<>();

	private final List<Domain> domains = new ArrayList<>();

	private final Map<Long, Map<Long, Domain.Check>> checks = new HashMap<>();

	private final Map<Long, Domain.NotNull> notNulls = new HashMap<>();

	TypeReader(CatalogObjects objects, CatalogQueries queries) {
		this.objects = objects;
		queries.ask(ENUMS, this::enumType);
		queries.ask(DOMAIN_CONSTRAINTS, this::constraint);
		queries.ask(DOMAINS, this::domain);
	}

	private void enumType(ResultSet row) throws SQLException {
		long oid = row.getLong(1);
		EnumType type = new EnumType(this.objects.name(row.getLong(2), row.getString(3)),
				CatalogObjects.strings(row.getArray(4)), CatalogObjects.grants(ObjectKind.ENUM, row.getArray(5)),
				this.objects.comment("pg_type", oid));
		this.objects.add("pg_type", oid, type.id());
		this.enums.add(type);
	}

	private void constraint(ResultSet row) throws SQLException {
		long oid = row.getLong(2);
		if (row.getBoolean(5)) {
			this.notNulls.put(row.getLong(1),
					new Domain.NotNull(row.getString(3), this.objects.comment("pg_constraint", oid)));
			return;
		}
		Definition definition = Definition.of(this.objects.text(row.getString(4)));
		this.checks.computeIfAbsent(row.getLong(1), (domain) -> new HashMap<>())
			.put(oid, new Domain.Check(row.getString(3), definition.text(), definition.valid(),
					this.objects.comment("pg_constraint", oid)));
	}

	private void domain(ResultSet row) throws SQLException {
		long oid = row.getLong(1);
		QualifiedName name = this.objects.name(row.getLong(2), row.getString(3));
		ObjectName id = ObjectName.of(ObjectKind.DOMAIN, name);
		this.objects.add("pg_type", oid, id);
		Map<Long, Domain.Check> own = this.checks.getOrDefault(oid, Map.of());
		own.keySet().forEach((check) -> this.objects.add("pg_constraint", check, id));
		this.domains
			.add(new Domain(name, this.objects.text(row.getString(4)), this.objects.textOrNull(row.getString(5)),
					row.getBoolean(6) ? this.notNulls.getOrDefault(oid, UNNAMED) : null,
					this.objects.textOrNull(row.getString(7)),
					own.values().stream().sorted(Comparator.comparing(Domain.Check::name)).toList(),
					CatalogObjects.grants(ObjectKind.DOMAIN, row.getArray(8)), this.objects.comment("pg_type", oid)));
	}

	List<EnumType> enums() {
		this.enums.sort(Comparator.comparing(EnumType::name));
		return this.enums;
	}

	List<Domain> domains() {
		this.domains.sort(Comparator.comparing(Domain::name));
		return this.domains;
	}

}
