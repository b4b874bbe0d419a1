package io.automigrate.schema;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.automigrate.sql.QualifiedName;

/**
 * Everything in the managed schemas.
 *
 * @param namespaces the schemas themselves
 * @param extensions the extensions of the database
 * @param enums the enum types
 * @param domains the domains
 * @param composites the composite types
 * @param sequences the sequences that are not an identity column's
 * @param routines the functions and procedures
 * @param tables the tables, partitions included
 * @param views the views and materialized views
 * @param others what exists of kinds that are not compared
 * @param otherUses by what is compared, which of the others depend on it
 * @param uses what PostgreSQL has recorded of who needs whom, beyond what names of tables
 * and columns tell: the objects that expressions, queries, bodies and types use
 */
public record Schema(List<Namespace> namespaces, List<Extension> extensions, List<EnumType> enums, List<Domain> domains,
		List<CompositeType> composites, List<Sequence> sequences, List<Routine> routines, List<Table> tables,
		List<View> views, List<OtherObject> others, Map<ObjectName, List<OtherUse>> otherUses,
		Map<ObjectName, Set<ObjectName>> uses) {

	/** Nothing at all. */
	public static final Schema EMPTY = new Schema(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
			List.of(), List.of(), List.of(), List.of(), Map.of(), Map.of());

	public Schema {
		namespaces = List.copyOf(namespaces);
		extensions = List.copyOf(extensions);
		enums = List.copyOf(enums);
		domains = List.copyOf(domains);
		composites = List.copyOf(composites);
		sequences = List.copyOf(sequences);
		routines = List.copyOf(routines);
		tables = List.copyOf(tables);
		views = List.copyOf(views);
		others = List.copyOf(others);
		otherUses = Map.copyOf(otherUses);
		uses = Map.copyOf(uses);
	}

	/**
	 * Tell whether there is nothing in the schemas, nor anything of kinds that are not
	 * compared.
	 * @return whether there is nothing but the schemas themselves and extensions
	 */
	public boolean empty() {
		return Stream
			.of(this.enums, this.domains, this.composites, this.sequences, this.routines, this.tables, this.views,
					this.others)
			.allMatch(List::isEmpty);
	}

	/**
	 * Find a table.
	 * @param name its name
	 * @return the table, or empty
	 */
	public Optional<Table> table(QualifiedName name) {
		return this.tables.stream().filter((table) -> table.name().equals(name)).findFirst();
	}

	/**
	 * Tell whether tables that inherit from a table have a column that this one lacks.
	 * @param table the table
	 * @param column the column
	 * @return whether the table has it not, but an heir does, or an heir's heir
	 */
	public boolean keptByHeirs(QualifiedName table, String column) {
		boolean had = this.tables.stream()
			.anyMatch((found) -> found.name().equals(table) && found.column(column).isPresent());
		return !had && this.tables.stream()
			.filter((heir) -> heir.inherits().contains(table))
			.anyMatch((heir) -> heir.column(column).isPresent() || keptByHeirs(heir.name(), column));
	}

	/**
	 * Returns the same schema with other extensions.
	 * @param others the extensions
	 * @return another schema
	 */
	public Schema withExtensions(List<Extension> others) {
		return new Schema(this.namespaces, others, this.enums, this.domains, this.composites, this.sequences,
				this.routines, this.tables, this.views, this.others, this.otherUses, this.uses);
	}

}
