package io.automigrate.execute;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.automigrate.schema.Column;
import io.automigrate.schema.ColumnName;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.Schema;
import io.automigrate.schema.SchemaObject;
import io.automigrate.schema.View;
import io.automigrate.sql.QualifiedName;

/**
 * What an instance needs of its database to work: tables and views with their columns,
 * sequences, types and routines. Indexes, constraints, triggers, policies and grants are
 * no part of it: without them an application may be slow or strict in another way, but
 * its statements are understood. Extensions are none either, since a desired schema also
 * has those that no source asks for; what is needed of one is a column's type.
 *
 * @param defaultSchema the schema that unqualified names mean
 * @param relations the tables and views
 * @param objects the sequences, types and routines
 */
record Needs(String defaultSchema, List<Relation> relations, List<ObjectName> objects) {

	Needs {
		relations = List.copyOf(relations);
		objects = List.copyOf(objects);
	}

	static Needs of(Schema desired, String defaultSchema) {
		Stream<Relation> tables = desired.tables()
			.stream()
			.map((table) -> new Relation(table.id(), table.columns().stream().map(Column::name).toList()));
		Stream<Relation> views = desired.views()
			.stream()
			.map((view) -> new Relation(view.id(), view.columns().stream().map(View.ViewColumn::name).toList()));
		return new Needs(defaultSchema, Stream.concat(tables, views).toList(), Stream
			.of(desired.sequences(), desired.enums(), desired.domains(), desired.composites(), desired.routines())
			.flatMap(Collection::stream)
			.map(SchemaObject::id)
			.toList());
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
					.map((name) -> new Relation(ObjectName.of(ObjectKind.TABLE, name), List.of()))
					.toList(),
				List.of());
	}

	/** The tables as people read them. */
	List<String> tables() {
		return tables(this.relations.stream().map(Relation::object));
	}

	List<String> missingTables(Presence presence) {
		return tables(this.relations.stream().map(Relation::object).filter((object) -> !presence.has(object)));
	}

	private List<String> tables(Stream<ObjectName> relations) {
		return relations.filter((object) -> object.kind() == ObjectKind.TABLE)
			.map((object) -> object.name().display(this.defaultSchema))
			.toList();
	}

	/**
	 * Tell what the instance lacks.
	 * @param presence what there is now
	 * @param before the columns' types when the instance last found everything in place
	 * @return a line for each object that is missing, and for each column whose type is
	 * of another category now, so that values are not taken or read as before
	 */
	List<String> lacking(Presence presence, Map<ColumnName, ColumnType> before) {
		Set<String> lines = new LinkedHashSet<>();
		for (Relation relation : this.relations) {
			Map<String, ColumnType> columns = presence.relations().get(relation.object().name());
			if (columns == null) {
				lines.add(relation.object().display(this.defaultSchema));
				continue;
			}
			for (ColumnName column : relation.needed()) {
				ColumnType now = columns.get(column.column());
				ColumnType was = before.get(column);
				String name = ObjectName.part(ObjectKind.COLUMN, column.table(), column.column())
					.display(this.defaultSchema);
				if (now == null) {
					lines.add(name);
				}
				else if (was != null && !was.category().equals(now.category())) {
					lines.add(name + " is " + now.name() + " now, was " + was.name());
				}
			}
		}
		this.objects.stream()
			.filter((object) -> !presence.has(object))
			.forEach((object) -> lines.add(object.display(this.defaultSchema)));
		return new ArrayList<>(lines);
	}

	/**
	 * A table or view.
	 *
	 * @param object its kind and name
	 * @param columns the names of the columns that are needed
	 */
	record Relation(ObjectName object, List<String> columns) {

		Relation {
			columns = List.copyOf(columns);
		}

		List<ColumnName> needed() {
			return this.columns.stream().map((column) -> new ColumnName(this.object.name(), column)).toList();
		}

	}

	/**
	 * The type of a column.
	 *
	 * @param name the type as {@code format_type} prints it
	 * @param category its {@code typcategory}
	 */
	record ColumnType(String name, String category) {

	}

}
