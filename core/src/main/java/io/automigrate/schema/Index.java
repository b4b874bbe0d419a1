package io.automigrate.schema;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * An index that no constraint owns.
 *
 * @param table the table or materialized view
 * @param name its name; its schema is the table's
 * @param definition the statement as {@code pg_get_indexdef} prints it, with
 * {@code CREATE [UNIQUE] INDEX}, name and table cut off: from {@code USING} on
 * @param unique whether it is UNIQUE
 * @param valid whether a concurrent build of it was finished, and, on a partitioned
 * table, whether each partition has its part
 * @param only whether it is an index of a partitioned table made with {@code ON ONLY} and
 * not complete
 * @param columns the columns it reads, those in expressions included
 * @param statistics the statistics targets of its expressions, each as the expression's
 * place, {@code =} and the target, in their order
 * @param clustered whether the table is clustered on it
 * @param comment its comment, if any
 */
public record Index(QualifiedName table, String name, String definition, boolean unique, boolean valid, boolean only,
		List<String> columns, List<String> statistics, boolean clustered,
		@Nullable String comment) implements SchemaObject {

	private static final Pattern PARAMETER = Pattern.compile("(\\w+)='?([^',)]*)'?");

	private static final Pattern WITH = Pattern.compile(" WITH \\((?:" + PARAMETER + "(?:, )?)+\\)");

	public Index {
		columns = List.copyOf(columns);
		statistics = List.copyOf(statistics);
	}

	@Override
	public ObjectName id() {
		return ObjectName.part(ObjectKind.INDEX, this.table, this.name);
	}

	/**
	 * Return its storage parameters.
	 * @return each as {@code name=value}; empty if none is set
	 */
	public List<String> parameters() {
		Matcher with = WITH.matcher(this.definition);
		return with.find() ? PARAMETER.matcher(with.group())
			.results()
			.map((parameter) -> parameter.group(1) + "=" + parameter.group(2))
			.toList() : List.of();
	}

	/**
	 * Tell whether another index, perhaps of another table, could stand for this one.
	 * @param other the other index
	 * @return whether both say the same, whatever their names
	 */
	public boolean alike(Index other) {
		return this.unique == other.unique && this.definition.equals(other.definition);
	}

}
