package io.automigrate.schema;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
 * @param bounds the partition's {@code FOR VALUES …} or {@code DEFAULT}, with
 * {@link #DETACH_PENDING} where that applies, or {@code null}
 * @param inherits the tables it inherits from, in their order, if it is no partition
 * @param parameters its storage parameters as {@code pg_class.reloptions} has them, those
 * of its TOAST table with the prefix {@code toast.}, sorted
 * @param accessMethod its access method where that is not the default, or {@code null}
 * @param tablespace its tablespace where that is not the default, or {@code null}
 * @param replicaIdentity {@code DEFAULT}, {@code NOTHING}, {@code FULL} or
 * {@code USING INDEX} with the index's quoted name
 * @param rowSecurity whether row-level security is enabled
 * @param forceRowSecurity whether it binds the owner, too
 * @param columns its columns in their order, those of a parent included
 * @param constraints its primary key, unique, foreign key, check and exclusion
 * constraints, without those that are a parent's
 * @param indexes its indexes, without those that constraints own and those that are part
 * of a partitioned one
 * @param attached what it has because its parent has it: indexes and constraints
 * @param triggers its triggers, without those that are a parent's
 * @param policies its policies
 * @param grants who may do what with it
 * @param comment its comment, if any
 */
public record Table(QualifiedName name, boolean unlogged, @Nullable String partitioning, @Nullable QualifiedName parent,
		@Nullable String bounds, List<QualifiedName> inherits, List<String> parameters, @Nullable String accessMethod,
		@Nullable String tablespace, String replicaIdentity, boolean rowSecurity, boolean forceRowSecurity,
		List<Column> columns, List<Constraint> constraints, List<Index> indexes, List<AttachedPart> attached,
		List<Trigger> triggers, List<Policy> policies, List<Grant> grants,
		@Nullable String comment) implements SchemaObject {

	/** What the bounds end with while an interrupted detachment is not completed. */
	public static final String DETACH_PENDING = " DETACH PENDING";

	public Table {
		inherits = List.copyOf(inherits);
		parameters = List.copyOf(parameters);
		columns = List.copyOf(columns);
		constraints = List.copyOf(constraints);
		indexes = List.copyOf(indexes);
		attached = List.copyOf(attached);
		triggers = List.copyOf(triggers);
		policies = List.copyOf(policies);
		grants = List.copyOf(grants);
	}

	@Override
	public ObjectName id() {
		return ObjectName.of(ObjectKind.TABLE, this.name);
	}

	/**
	 * Return the same table below other parents.
	 * @param parent the table that it is to be a partition of, or {@code null}
	 * @param bounds the partition's bounds, or {@code null}
	 * @param inherits the tables that it is to inherit from
	 * @return the table
	 */
	public Table below(@Nullable QualifiedName parent, @Nullable String bounds, List<QualifiedName> inherits) {
		return new Table(this.name, this.unlogged, this.partitioning, parent, bounds, inherits, this.parameters,
				this.accessMethod, this.tablespace, this.replicaIdentity, this.rowSecurity, this.forceRowSecurity,
				this.columns, this.constraints, this.indexes, this.attached, this.triggers, this.policies, this.grants,
				this.comment);
	}

	/**
	 * Returns whether a statement that was interrupted has begun to detach it.
	 * @return whether it is no partition any more for queries, and still one for changes
	 */
	public boolean detachPending() {
		return this.bounds != null && this.bounds.endsWith(DETACH_PENDING);
	}

	/**
	 * Returns whether it takes the rows that belong to no other partition.
	 * @return whether it is its parent's default partition
	 */
	public boolean defaultPartition() {
		return "DEFAULT".equals(this.bounds);
	}

	/**
	 * Return the bounds as a statement takes them.
	 * @return the bounds, without the word about an interrupted detachment, or
	 * {@code null}
	 */
	public @Nullable String boundsClause() {
		return (this.bounds != null) ? this.bounds.replace(DETACH_PENDING, "") : null;
	}

	/**
	 * Return the tables that it gets columns from.
	 * @return the table that it is a partition of, or those that it inherits from
	 */
	public Stream<QualifiedName> parents() {
		return Stream.concat(Stream.ofNullable(this.parent), this.inherits.stream());
	}

	/**
	 * Find a column.
	 * @param column its name
	 * @return the column, or empty
	 */
	public Optional<Column> column(String column) {
		return this.columns.stream().filter((candidate) -> candidate.name().equals(column)).findFirst();
	}

	/**
	 * Return what the table has for an index of the table that it is a partition of.
	 * @param index the index
	 * @return the part, or {@code null} if it has none
	 */
	public @Nullable AttachedPart partOf(Index index) {
		return this.attached.stream()
			.filter((part) -> part.to().equals(index.name()) && (part.object() instanceof Index || part.keyOfIndex()))
			.findFirst()
			.orElse(null);
	}

}
