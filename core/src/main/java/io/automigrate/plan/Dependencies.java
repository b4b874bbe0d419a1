package io.automigrate.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.automigrate.schema.AttachedPart;
import io.automigrate.schema.Column;
import io.automigrate.schema.ColumnDefault;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.Extension;
import io.automigrate.schema.Index;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.OtherObject;
import io.automigrate.schema.OtherUse;
import io.automigrate.schema.Schema;
import io.automigrate.schema.SchemaObject;
import io.automigrate.schema.Sequence;
import io.automigrate.schema.Table;
import io.automigrate.schema.View;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Who needs whom on one side of a comparison: what the names of tables and columns tell,
 * and what PostgreSQL has recorded besides.
 */
final class Dependencies {

	private final Schema schema;

	private final Map<ObjectName, SchemaObject> objects = new LinkedHashMap<>();

	/** Tables and views share their names. */
	private final Map<QualifiedName, SchemaObject> relations = new HashMap<>();

	/** The partitions and heirs of each table that has any. */
	private final Map<QualifiedName, List<Table>> below = new HashMap<>();

	private @Nullable Map<ObjectName, List<ObjectName>> dependents;

	private @Nullable Map<Names.Claim, ObjectName> claims;

	Dependencies(Schema schema) {
		this.schema = schema;
		schema.namespaces().forEach(this::add);
		schema.extensions().forEach(this::add);
		schema.enums().forEach(this::add);
		schema.domains().forEach(this::add);
		schema.composites().forEach(this::add);
		schema.sequences().forEach(this::add);
		schema.routines().forEach(this::add);
		for (Table table : schema.tables()) {
			add(table);
			this.relations.put(table.name(), table);
			table.parents()
				.forEach((parent) -> this.below.computeIfAbsent(parent, (key) -> new ArrayList<>()).add(table));
			parts(table).forEach(this::add);
			table.attached().stream().filter(AttachedPart::keyOfIndex).map(AttachedPart::object).forEach(this::add);
		}
		for (View view : schema.views()) {
			add(view);
			this.relations.put(view.name(), view);
			parts(view).forEach(this::add);
		}
	}

	private void add(SchemaObject object) {
		this.objects.put(object.id(), object);
	}

	/** Everything that goes when the object goes. */
	static List<SchemaObject> parts(SchemaObject object) {
		List<SchemaObject> parts = new ArrayList<>();
		if (object instanceof Table table) {
			for (Column column : table.columns()) {
				parts.add(column);
				ColumnDefault columnDefault = column.columnDefault();
				if (columnDefault != null) {
					parts.add(columnDefault);
				}
			}
			parts.addAll(table.constraints());
			parts.addAll(table.indexes());
			parts.addAll(table.triggers());
			parts.addAll(table.policies());
		}
		else if (object instanceof View view) {
			parts.addAll(view.indexes());
			parts.addAll(view.triggers());
		}
		return parts;
	}

	/** The parts of a table or view; of a column, its default. */
	static List<SchemaObject> partsOrDefault(SchemaObject object) {
		if (object instanceof Column column) {
			return (column.columnDefault() != null) ? List.of(column.columnDefault()) : List.of();
		}
		return parts(object);
	}

	/** The column that a default is of. */
	static ObjectName columnOf(ObjectName columnDefault) {
		return new ObjectName(ObjectKind.COLUMN, columnDefault.name(), columnDefault.table(), null);
	}

	/** Whose each name is. */
	Map<Names.Claim, ObjectName> claims() {
		Map<Names.Claim, ObjectName> known = this.claims;
		if (known == null) {
			known = new HashMap<>();
			for (SchemaObject object : this.objects.values()) {
				for (Names.Claim claim : Names.of(object)) {
					known.putIfAbsent(claim, object.id());
				}
			}
			for (Table table : this.schema.tables()) {
				for (AttachedPart part : table.attached()) {
					for (Names.Claim claim : Names.of(part.object())) {
						known.putIfAbsent(claim, part.object().id());
					}
				}
			}
			this.claims = known;
		}
		return known;
	}

	@Nullable SchemaObject find(ObjectName name) {
		return this.objects.get(name);
	}

	@Nullable SchemaObject relation(@Nullable QualifiedName name) {
		return (name != null) ? this.relations.get(name) : null;
	}

	/** The sequences that go when a table or column goes. */
	List<Sequence> ownedBy(ObjectName owner) {
		return this.schema.sequences().stream().filter((sequence) -> Ordering.ownedBy(sequence, owner)).toList();
	}

	/** The columns of parts and heirs that come from a column. */
	List<Column> inheritedFrom(Column column) {
		return below(column.table()).stream().flatMap((part) -> part.column(column.name()).stream()).toList();
	}

	/** The foreign keys that refer to a table, or to one that it is a part of. */
	Set<Constraint> keysOn(QualifiedName name) {
		Set<Constraint> keys = new LinkedHashSet<>();
		for (SchemaObject next = relation(name); next instanceof Table table; next = relation(table.parent())) {
			for (Column column : table.columns()) {
				for (ObjectName dependent : dependents(column.id())) {
					if (find(dependent) instanceof Constraint key && table.name().equals(key.references())) {
						keys.add(key);
					}
				}
			}
		}
		return keys;
	}

	/** The tables that are partitions of a table. */
	List<Table> partitions(QualifiedName parent) {
		return below(parent).stream().filter((table) -> parent.equals(table.parent())).toList();
	}

	/** Whether tables inherit from a table that is no partitioned one. */
	boolean hasHeirs(QualifiedName parent) {
		return below(parent).stream().anyMatch((table) -> table.inherits().contains(parent));
	}

	/** The tables that are partitions or heirs of a table. */
	List<Table> below(QualifiedName parent) {
		return this.below.getOrDefault(parent, List.of());
	}

	/** The tables in which a type is used. */
	List<QualifiedName> tablesWith(ObjectName type) {
		return dependents(type).stream().map(ObjectName::table).filter(Objects::nonNull).distinct().toList();
	}

	/** What partitions have of an index or key goes with it, and its name is free. */
	List<ObjectName> partsOf(ObjectName part) {
		List<ObjectName> names = new ArrayList<>();
		if (part.table() != null && relation(part.table()) instanceof Table table && table.partitioning() != null) {
			for (Table partition : partitions(table.name())) {
				partition.attached()
					.stream()
					.filter((attached) -> attached.to().equals(part.name().name()))
					.map((attached) -> attached.object().id())
					.forEach((name) -> {
						names.add(name);
						names.addAll(partsOf(name));
					});
			}
		}
		return names;
	}

	/**
	 * The keys that partitions have by themselves, and lose with an index of a parent.
	 */
	List<Constraint> keysOf(Index index) {
		return partitions(index.table()).stream()
			.flatMap((partition) -> Stream.ofNullable(partition.partOf(index)))
			.flatMap((part) -> part.keyOfIndex() ? Stream.of((Constraint) part.object())
					: (part.object() instanceof Index own) ? keysOf(own).stream() : Stream.empty())
			.toList();
	}

	/** The table or view that the object is part of. */
	@Nullable ObjectName whole(ObjectName part) {
		SchemaObject relation = relation(part.table());
		return (relation != null) ? relation.id() : null;
	}

	/**
	 * What an object needs directly. A column's default is an object of its own and none
	 * that the column needs.
	 */
	Set<ObjectName> needs(SchemaObject object) {
		Set<ObjectName> needs = new LinkedHashSet<>(this.schema.uses().getOrDefault(object.id(), Set.of()));
		ObjectName id = object.id();
		if (object instanceof Extension) {
			// The copy has it where it is, not where it should be.
			needs.removeIf((needed) -> needed.kind() == ObjectKind.SCHEMA);
		}
		if (id.kind() != ObjectKind.SCHEMA && !id.kind().part()) {
			needs.add(ObjectName.schema(id.name().schema()));
		}
		ObjectName whole = whole(id);
		if (whole != null) {
			needs.add(whole);
		}
		if (object instanceof Column column) {
			columns(needs, column.table(), column.uses());
		}
		else if (object instanceof ColumnDefault columnDefault) {
			columns(needs, columnDefault.table(), List.of(columnDefault.column()));
		}
		else if (object instanceof Index index) {
			columns(needs, index.table(), index.columns());
		}
		else if (object instanceof Constraint constraint) {
			columns(needs, constraint.table(), constraint.columns());
			columns(needs, constraint.table(), constraint.included());
			if (constraint.references() != null) {
				columns(needs, constraint.references(), constraint.referencedColumns());
			}
		}
		else if (object instanceof Table table) {
			for (QualifiedName parent : table.inherits()) {
				needs.add(ObjectName.of(ObjectKind.TABLE, parent));
			}
			if (table.parent() != null) {
				needs.add(ObjectName.of(ObjectKind.TABLE, table.parent()));
			}
		}
		needs.remove(id);
		return needs;
	}

	/** What is not compared and depends on an object. */
	List<OtherUse> otherUses(ObjectName name) {
		return this.schema.otherUses().getOrDefault(name, List.of());
	}

	/** The objects that take another with them when they go. */
	List<ObjectName> holders(OtherObject user) {
		OtherUse along = new OtherUse(user, true);
		return this.schema.otherUses()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().contains(along))
			.map(Map.Entry::getKey)
			.toList();
	}

	boolean has(OtherObject other) {
		return this.schema.others().contains(other);
	}

	private void columns(Set<ObjectName> needs, QualifiedName table, List<String> columns) {
		if (this.relations.get(table) instanceof Table) {
			for (String column : columns) {
				if (!column.isEmpty()) {
					needs.add(ObjectName.part(ObjectKind.COLUMN, table, column));
				}
			}
		}
	}

	/**
	 * Who needs an object directly. What tables have because their parents have it is no
	 * object to find, but may be by the time it is dropped.
	 */
	List<ObjectName> dependents(ObjectName name) {
		Map<ObjectName, List<ObjectName>> known = this.dependents;
		if (known == null) {
			known = new HashMap<>();
			Set<SchemaObject> all = new LinkedHashSet<>(this.objects.values());
			for (Table table : this.schema.tables()) {
				table.attached().forEach((part) -> all.add(part.object()));
			}
			for (SchemaObject object : all) {
				for (ObjectName needed : needs(object)) {
					known.computeIfAbsent(needed, (key) -> new ArrayList<>()).add(object.id());
				}
				if (object instanceof Index index) {
					known.computeIfAbsent(object.id(), (key) -> new ArrayList<>())
						.addAll(keysOf(index).stream().map(Constraint::id).toList());
				}
			}
			this.dependents = known;
		}
		return known.getOrDefault(name, List.of());
	}

}
