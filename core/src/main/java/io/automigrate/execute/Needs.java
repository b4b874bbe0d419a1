package io.automigrate.execute;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.automigrate.schema.Column;
import io.automigrate.schema.ColumnName;
import io.automigrate.schema.EnumType;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.Schema;
import io.automigrate.schema.SchemaObject;
import io.automigrate.schema.View;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;

/**
 * What an instance needs of its database to work: tables and views with their columns,
 * sequences, types with their values, routines, schemas and extensions. Indexes,
 * constraints, triggers, policies and grants are no part of it: without them an
 * application may be slow or strict in another way, but its statements are understood.
 * The outcome of a run, the status and the health of an instance all follow from this.
 *
 * @param defaultSchema the schema that unqualified names mean
 * @param relations the tables and views
 * @param objects the other objects
 * @param labels the values of each enum
 */
record Needs(String defaultSchema, List<Relation> relations, List<ObjectName> objects,
		Map<ObjectName, List<String>> labels) {

	Needs {
		relations = List.copyOf(relations);
		objects = List.copyOf(objects);
		labels = Map.copyOf(labels);
	}

	/**
	 * Create from what an instance wants.
	 * @param extensions the names of extensions that its sources ask for; a desired
	 * schema also has those that no source asks for
	 */
	static Needs of(Schema desired, Collection<String> extensions, String defaultSchema) {
		Stream<Relation> tables = desired.tables()
			.stream()
			.map((table) -> new Relation(table.id(), table.columns()
				.stream()
				.collect(Collectors.toMap(Column::name, Column::type, (one, other) -> one, LinkedHashMap::new))));
		Stream<Relation> views = desired.views()
			.stream()
			.map((view) -> new Relation(view.id(),
					view.columns()
						.stream()
						.collect(Collectors.toMap(View.ViewColumn::name, View.ViewColumn::type, (one, other) -> one,
								LinkedHashMap::new))));
		Stream<? extends SchemaObject> asked = desired.extensions()
			.stream()
			.filter((extension) -> extensions.contains(extension.name()));
		List<ObjectName> objects = Stream
			.concat(Stream.of(desired.namespaces(), desired.sequences(), desired.enums(), desired.domains(),
					desired.composites(), desired.routines())
				.flatMap(Collection::stream), asked)
			.map(SchemaObject::id)
			.toList();
		return new Needs(defaultSchema, Stream.concat(tables, views).toList(), objects,
				desired.enums().stream().collect(Collectors.toMap(EnumType::id, EnumType::labels)));
	}

	/**
	 * Create from tables alone, where no more is known of them than their names.
	 * @param tables the names as people read them
	 * @param schemas the managed schemas, the default one first
	 */
	static Needs ofTables(Collection<String> tables, List<String> schemas) {
		String defaultSchema = schemas.isEmpty() ? "public" : schemas.get(0);
		return new Needs(defaultSchema,
				tables.stream()
					.map((table) -> schemas.stream()
						.filter((schema) -> table.startsWith(schema + "."))
						.findFirst()
						.map((schema) -> new QualifiedName(schema, table.substring(schema.length() + 1)))
						.orElse(new QualifiedName(defaultSchema, table)))
					.map((name) -> new Relation(ObjectName.of(ObjectKind.TABLE, name), Map.of()))
					.toList(),
				List.of(), Map.of());
	}

	/** The tables as people read them. */
	List<String> tables() {
		return tables(this.relations.stream().map(Relation::object));
	}

	List<String> missingTables(Presence presence) {
		return tables(this.relations.stream().map(Relation::object).filter((object) -> !presence.serves(object)));
	}

	private List<String> tables(Stream<ObjectName> relations) {
		return relations.filter((object) -> object.kind() == ObjectKind.TABLE)
			.map((object) -> object.name().display(this.defaultSchema))
			.toList();
	}

	/**
	 * Tell what the instance lacks.
	 * @param presence what there is now
	 * @param usable types that the columns may have, besides those alike
	 * @return what is missing, and each column whose values are not taken or read as
	 * those of the type that it may have
	 */
	List<Lack> lacking(Presence presence, Map<ColumnName, ColumnType> usable) {
		List<Lack> lacking = new ArrayList<>();
		for (Relation relation : this.relations) {
			if (!presence.serves(relation.object())) {
				lacking.add(lack(relation.object(), ""));
				continue;
			}
			Map<String, ColumnType> columns = presence.columns(relation.object());
			for (ColumnName column : relation.needed()) {
				ColumnType now = columns.get(column.column());
				ColumnType was = usable.get(column);
				ObjectName name = ObjectName.part(ObjectKind.COLUMN, column.table(), column.column());
				if (now == null) {
					lacking.add(lack(name, ""));
				}
				else if (was != null && !was.alike(now)) {
					lacking.add(lack(name, " is " + now.name() + " now, was " + was.name()));
				}
			}
		}
		for (ObjectName object : this.objects) {
			if (!presence.objects().contains(object)) {
				lacking.add(lack(object, ""));
			}
			else {
				List<String> there = presence.labels().getOrDefault(object, List.of());
				this.labels.getOrDefault(object, List.of())
					.stream()
					.filter((label) -> !there.contains(label))
					.map((label) -> value(label) + object.display(this.defaultSchema))
					.forEach((line) -> lacking.add(new Lack(object, line)));
			}
		}
		return lacking;
	}

	private Lack lack(ObjectName object, String how) {
		return new Lack(object, object.display(this.defaultSchema) + how);
	}

	private static String value(String label) {
		return "value " + Identifier.literal(label) + " of ";
	}

	/** Whether it is about an object, as messages quote it, so that a look can tell. */
	boolean about(String quoted) {
		return this.relations.stream()
			.flatMap((relation) -> Stream.concat(Stream.of(relation.object()),
					relation.needed()
						.stream()
						.map((column) -> ObjectName.part(ObjectKind.COLUMN, column.table(), column.column()))))
			.anyMatch((object) -> object.quoted().equals(quoted))
				|| this.objects.stream().anyMatch((object) -> object.quoted().equals(quoted))
				|| this.labels.entrySet()
					.stream()
					.anyMatch((type) -> type.getValue()
						.stream()
						.anyMatch((label) -> quoted.equals(value(label) + type.getKey().quoted())));
	}

	/**
	 * Something that is lacking.
	 *
	 * @param object the object, or the type whose value is missing
	 * @param line what is missing or cannot be used, as people read it
	 */
	record Lack(ObjectName object, String line) {

	}

	/**
	 * A table or view.
	 *
	 * @param object its kind and name
	 * @param columns the columns that are needed, with their types
	 */
	record Relation(ObjectName object, Map<String, String> columns) {

		Relation {
			columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
		}

		List<ColumnName> needed() {
			return this.columns.keySet().stream().map((column) -> new ColumnName(this.object.name(), column)).toList();
		}

	}

	/**
	 * The type of a column.
	 *
	 * @param name the type as {@code format_type} prints it
	 * @param category its {@code typcategory}
	 * @param type its qualified name without modifiers
	 */
	record ColumnType(String name, String category, String type) {

		/** Categories whose types have nothing in common: others, enums, composites. */
		private static final Set<String> DISTINCT = Set.of("U", "E", "C");

		private static final Set<String> JSON = Set.of("pg_catalog.json", "pg_catalog.jsonb");

		/** Whether values of one are taken and read as those of the other. */
		boolean alike(ColumnType other) {
			return this.category.equals(other.category) && (!DISTINCT.contains(this.category)
					|| this.type.equals(other.type) || (JSON.contains(this.type) && JSON.contains(other.type)));
		}

	}

}
