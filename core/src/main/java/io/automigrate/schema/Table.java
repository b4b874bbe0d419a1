package io.automigrate.schema;

import java.util.List;
import java.util.Optional;

import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * A table with all that is part of it.
 *
 * @param name its name
 * @param unlogged whether it is UNLOGGED
 * @param partitioning the partition key as {@code PARTITION BY} prints it, or
 * {@code null}
 * @param parent the table that it is a partition of, or {@code null}
 * @param bounds the partition's {@code FOR VALUES …} or {@code DEFAULT}, or {@code null}
 * @param columns its columns in their order
 * @param constraints its primary key, unique, foreign key, check and exclusion
 * constraints
 * @param indexes its indexes, without those that constraints own
 * @param comment its comment, if any
 */
public record Table(QualifiedName name, boolean unlogged, @Nullable String partitioning, @Nullable QualifiedName parent,
		@Nullable String bounds, List<Column> columns, List<Constraint> constraints, List<Index> indexes,
		@Nullable String comment) {

	public Table {
		columns = List.copyOf(columns);
		constraints = List.copyOf(constraints);
		indexes = List.copyOf(indexes);
	}

	/**
	 * Find a column.
	 * @param column its name
	 * @return the column, or empty
	 */
	public Optional<Column> column(String column) {
		return this.columns.stream().filter((candidate) -> candidate.name().equals(column)).findFirst();
	}

}
