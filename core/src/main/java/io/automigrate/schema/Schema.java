package io.automigrate.schema;

import java.util.List;
import java.util.Optional;

import io.automigrate.sql.QualifiedName;

/**
 * All that is compared of one side, each list sorted by name.
 *
 * @param namespaces the managed schemas that exist
 * @param extensions the extensions of the database
 * @param tables the tables
 * @param sequences the sequences, without those that belong to identity columns
 * @param enums the enum types
 * @param others what is there but not compared: views, functions and the like
 */
public record Schema(List<Namespace> namespaces, List<Extension> extensions, List<Table> tables,
		List<Sequence> sequences, List<EnumType> enums, List<OtherObject> others) {

	public Schema {
		namespaces = List.copyOf(namespaces);
		extensions = List.copyOf(extensions);
		tables = List.copyOf(tables);
		sequences = List.copyOf(sequences);
		enums = List.copyOf(enums);
		others = List.copyOf(others);
	}

	/**
	 * Find a table.
	 * @param name its name
	 * @return the table, or empty
	 */
	public Optional<Table> table(QualifiedName name) {
		return this.tables.stream().filter((table) -> table.name().equals(name)).findFirst();
	}

}
