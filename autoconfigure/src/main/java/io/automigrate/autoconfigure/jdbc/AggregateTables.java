package io.automigrate.autoconfigure.jdbc;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.automigrate.RenamedFrom;
import io.automigrate.autoconfigure.RenameComments;

import org.springframework.data.relational.core.mapping.AggregatePath;
import org.springframework.data.relational.core.mapping.AggregatePath.ColumnInfo;
import org.springframework.data.relational.core.mapping.AggregatePath.ColumnInfos;
import org.springframework.data.relational.core.mapping.RelationalMappingContext;
import org.springframework.data.relational.core.mapping.RelationalPersistentEntity;
import org.springframework.data.relational.core.mapping.RelationalPersistentProperty;
import org.springframework.data.relational.core.sql.SqlIdentifier;
import org.springframework.util.ClassUtils;

/**
 * Walks aggregates from their roots by the very paths that Spring Data JDBC builds its
 * statements from, and gathers the tables.
 */
final class AggregateTables {

	private static final Set<Class<?>> IDENTITY_TYPES = Set.of(Long.class, Integer.class, Short.class);

	private final RelationalMappingContext context;

	private final ColumnTypes types;

	private final Map<String, TableDefinition> tables = new TreeMap<>();

	private final Set<String> schemas = new TreeSet<>();

	private final Set<String> sequences = new TreeSet<>();

	private final Set<Class<?>> roots = new LinkedHashSet<>();

	private final List<Reference> references = new ArrayList<>();

	private final RenameComments renames = new RenameComments();

	AggregateTables(RelationalMappingContext context, ColumnTypes types) {
		this.context = context;
		this.types = types;
	}

	void addRoot(RelationalPersistentEntity<?> entity) {
		if (this.roots.add(entity.getType())) {
			addTable(this.context.getAggregatePath(entity), Set.of());
		}
	}

	/**
	 * Render everything, in an order that depends on names only.
	 */
	String ddl() {
		for (Reference reference : this.references) {
			addForeignKey(reference);
		}
		StringBuilder ddl = new StringBuilder(this.renames.text());
		this.schemas.forEach((schema) -> ddl.append("create schema if not exists %s;\n".formatted(schema)));
		this.sequences.forEach((sequence) -> ddl.append("create sequence %s;\n".formatted(sequence)));
		this.tables.values().forEach((table) -> ddl.append(table.createTable()));
		this.tables.values().forEach((table) -> ddl.append(table.addConstraints()));
		return ddl.toString();
	}

	private void addTable(AggregatePath path, Set<Class<?>> parents) {
		RelationalPersistentEntity<?> entity = path.getRequiredLeafEntity();
		if (parents.contains(entity.getType())) {
			throw new UnmappableTypeException(entity.getType(), path.toDotPath(),
					"the aggregate contains itself, which Spring Data JDBC cannot store");
		}
		Set<Class<?>> within = new LinkedHashSet<>(parents);
		within.add(entity.getType());
		List<String> name = Names.parts(entity.getQualifiedTableName());
		if (name.size() > 1) {
			this.schemas.add(name.get(0));
		}
		TableDefinition table = this.tables.computeIfAbsent(String.join(".", name), TableDefinition::new);
		RenamedFrom renamed = entity.getType().getDeclaredAnnotation(RenamedFrom.class);
		if (renamed != null) {
			this.renames.table(table.name(), renamed.value(), entity.getType().getName());
		}
		List<AggregatePath> members = new ArrayList<>();
		addColumns(table, path, entity, false, members);
		List<String> key = names(path.getTableInfo().idColumnInfos());
		if (!path.isRoot()) {
			List<String> ownerKey = addOwner(table, path);
			key = key.isEmpty() ? ownerKey : key;
		}
		table.use(key);
		members.forEach((member) -> addTable(member, within));
	}

	private void addColumns(TableDefinition table, AggregatePath path, RelationalPersistentEntity<?> entity,
			boolean nullable, List<AggregatePath> members) {
		for (RelationalPersistentProperty property : entity) {
			AggregatePath child = path.append(property);
			RenamedFrom renamed = property.findAnnotation(RenamedFrom.class);
			if (renamed != null) {
				addRename(table, child, property, renamed);
			}
			if (property.isEmbedded()) {
				// An embedded object that is absent leaves its columns null.
				addColumns(table, child, child.getRequiredLeafEntity(), !property.isIdProperty(), members);
			}
			else if (child.isEntity()) {
				members.add(child);
			}
			else {
				addColumn(table, child, property, nullable);
			}
		}
	}

	private void addRename(TableDefinition table, AggregatePath path, RelationalPersistentProperty property,
			RenamedFrom renamed) {
		String place = property.getOwner().getType().getName() + "." + property.getName();
		if (property.isEmbedded() || path.isEntity()) {
			throw RenameComments.misplaced(place, "the property is not stored in exactly one column of its own");
		}
		this.renames.column(table.name(), Names.of(path.getColumnInfo().name()), renamed.value(), place);
	}

	private void addColumn(TableDefinition table, AggregatePath path, RelationalPersistentProperty property,
			boolean nullable) {
		String column = Names.of(path.getColumnInfo().name());
		boolean id = property.isIdProperty() && !nullable;
		boolean generated = id && !property.hasSequence()
				&& IDENTITY_TYPES.contains(ClassUtils.resolvePrimitiveIfNecessary(property.getType()))
				&& isWholeKey(path);
		boolean notNull = (id || property.getType().isPrimitive()) && !nullable;
		table.column(column, this.types.of(property), notNull, generated);
		SqlIdentifier sequenceName = property.getSequence();
		if (sequenceName != null) {
			List<String> sequence = Names.parts(sequenceName);
			if (sequence.size() > 1) {
				this.schemas.add(sequence.get(0));
			}
			this.sequences.add(String.join(".", sequence));
		}
		Class<?> referenced = ColumnTypes.referencedType(property);
		if (referenced != null) {
			this.references.add(new Reference(table, column, referenced));
		}
	}

	private static boolean isWholeKey(AggregatePath path) {
		AggregatePath parent = path.getParentPath();
		return parent != null && parent.getTableInfo().idColumnInfos().size() == 1;
	}

	/**
	 * Add the columns that lead back to the owner, and those that tell apart what a list
	 * or a map holds, and return what they identify a row by; nothing for the elements of
	 * a set, which need not differ.
	 */
	private List<String> addOwner(TableDefinition table, AggregatePath path) {
		AggregatePath owner = path.getIdDefiningParentPath();
		String ownerTable = Names.of(owner.getTableInfo().qualifiedTableName());
		List<String> ownerKey = names(owner.getTableInfo().idColumnInfos());
		if (ownerKey.isEmpty()) {
			throw new UnmappableTypeException(owner.getRequiredLeafEntity().getType(), path.toDotPath(),
					"its owner has no @Id");
		}
		List<String> references = names(path.getTableInfo().backReferenceColumnInfos());
		TableDefinition ownerDefinition = this.tables.get(ownerTable);
		for (int i = 0; i < references.size(); i++) {
			String type = (ownerDefinition != null) ? ownerDefinition.type(ownerKey.get(i)) : null;
			table.ownerColumn(references.get(i), (type != null) ? type : "bigint", true);
		}
		table.foreignKey(references, ownerTable, ownerKey);
		table.index(references);
		List<String> key = new ArrayList<>(references);
		boolean qualifiedAbove = false;
		for (AggregatePath step = path; step != null && !step.equals(owner); step = step.getParentPath()) {
			if (step.isQualified() && step.isEntity()) {
				boolean own = step.equals(path);
				qualifiedAbove |= !own;
				key.add(addQualifier(table, step, path.isQualified()));
			}
		}
		addOwnerRename(table, owner.getRequiredLeafEntity(), key);
		boolean distinct = path.isQualified() || (!path.isMultiValued() && !qualifiedAbove);
		return distinct ? key : List.of();
	}

	/**
	 * Columns that are called after the owner's table, as they are by default, have no
	 * property of their own that could say what they were called.
	 */
	private void addOwnerRename(TableDefinition table, RelationalPersistentEntity<?> owner, List<String> columns) {
		RenamedFrom renamed = owner.getType().getDeclaredAnnotation(RenamedFrom.class);
		if (renamed == null) {
			return;
		}
		List<String> name = Names.parts(owner.getQualifiedTableName());
		String quoted = name.get(name.size() - 1);
		for (String suffix : List.of("", "_key")) {
			String column = quoted.substring(0, quoted.length() - 1) + suffix + '"';
			if (columns.contains(column)) {
				this.renames.column(table.name(), column, renamed.value() + suffix, owner.getType().getName());
			}
		}
	}

	private String addQualifier(TableDefinition table, AggregatePath path, boolean notNull) {
		AggregatePath.TableInfo info = path.getTableInfo();
		String column = Names.of(info.getRequiredQualifierColumnInfo().name());
		table.ownerColumn(column,
				this.types.ofKey(path.getRequiredLeafProperty(), info.getRequiredQualifierColumnType()), notNull);
		return column;
	}

	private void addForeignKey(Reference reference) {
		RelationalPersistentEntity<?> target = this.roots.contains(reference.target())
				? this.context.getRequiredPersistentEntity(reference.target()) : null;
		if (target == null || !target.hasIdProperty()) {
			return;
		}
		List<String> key = names(this.context.getAggregatePath(target).getTableInfo().idColumnInfos());
		if (key.size() == 1) {
			reference.table().foreignKey(List.of(reference.column()), Names.of(target.getQualifiedTableName()), key);
		}
	}

	private static List<String> names(ColumnInfos columns) {
		List<String> names = new ArrayList<>();
		columns.forEach((AggregatePath path, ColumnInfo column) -> names.add(Names.of(column.name())));
		return names;
	}

	/**
	 * A column that holds the id of another aggregate.
	 *
	 * @param table the table that has the column
	 * @param column the column's name
	 * @param target the other aggregate's root
	 */
	private record Reference(TableDefinition table, String column, Class<?> target) {

	}

}
