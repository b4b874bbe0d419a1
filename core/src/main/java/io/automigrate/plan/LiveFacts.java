package io.automigrate.plan;

import java.util.List;

import io.automigrate.schema.Column;
import io.automigrate.schema.Grant;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.SchemaObject;
import io.automigrate.schema.Table;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * What a planner asks of the live database. Asked only about what changes.
 */
public interface LiveFacts {

	/**
	 * Returns the server's version.
	 * @return the number, such as 170011
	 */
	int serverVersion();

	/**
	 * Ask how large a table is.
	 * @param table a table that exists
	 * @return its size
	 */
	TableSize size(QualifiedName table);

	/**
	 * Ask whether a table has rows.
	 * @param table a table that exists
	 * @return whether there is at least one
	 */
	boolean hasRows(QualifiedName table);

	/**
	 * Ask what it takes to change a column's type.
	 * @param from the column as it is
	 * @param to the column as it should be
	 * @return what PostgreSQL would do
	 */
	Conversion conversion(Column from, Column to);

	/**
	 * Ask whether a table can have a constraint or an index.
	 * @param columns the columns of the table
	 * @param to one of them with another type, which it gets when the table has that; or
	 * {@code null}
	 * @param part a constraint that is no foreign key, or an index
	 * @return whether PostgreSQL takes it, and the change of the type
	 */
	boolean takes(List<Column> columns, @Nullable Column to, SchemaObject part);

	/**
	 * Ask whether a table can have a partition beside others.
	 * @param parent the table
	 * @param partition the partition with its bounds
	 * @param others partitions that it has
	 * @return whether the bounds go together
	 */
	boolean fits(Table parent, Table partition, List<Table> others);

	/**
	 * Ask whether adding a column writes the table anew.
	 * @param column the column
	 * @return whether PostgreSQL would
	 */
	boolean rewrites(Column column);

	/**
	 * Ask what holds for each row of a partition.
	 * @param partition a table with the bounds it has or should have
	 * @param parent the table that exists and that it is or should be a partition of
	 * @return the condition, or {@code null} where no check can say it
	 */
	@Nullable String partitionCondition(Table partition, Table parent);

	/**
	 * Ask whose a table is.
	 * @param table a table that exists
	 * @return its owner, or {@code null} if that is the role that statements run as
	 */
	@Nullable String otherOwner(QualifiedName table);

	/**
	 * Ask whether an extension can be brought to another version.
	 * @param extension an extension that exists
	 * @param from its version
	 * @param to the other one
	 * @return whether its scripts know a way
	 */
	boolean updatable(String extension, String from, String to);

	/**
	 * Ask which privileges a new object has by itself.
	 * @param kind what is made
	 * @param schema where
	 * @return those that PostgreSQL or the default privileges give
	 */
	List<Grant> defaultGrants(ObjectKind kind, String schema);

	/**
	 * Ask which instances of older releases are alive.
	 * @return a description of each, such as {@code trackers 1.4 on host-a, seen 3 s ago}
	 */
	default List<String> olderInstances() {
		return List.of();
	}

	/**
	 * What it takes to change a column's type.
	 *
	 * @param possible whether PostgreSQL knows a way
	 * @param rewrites whether it writes the table anew
	 * @param using the expression that converts, or {@code null} where none is needed
	 */
	record Conversion(boolean possible, boolean rewrites, @Nullable String using) {

		/** The way that most types know, for what cannot be tried yet. */
		static Conversion viaText(Column to) {
			return new Conversion(true, true, Identifier.quote(to.name()) + "::text::" + to.type());
		}

	}

}
