package io.automigrate.ddl;

import java.util.ArrayList;
import java.util.List;

import io.automigrate.schema.Constraint;
import io.automigrate.schema.Index;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;

/**
 * Constraints and indexes.
 */
final class ConstraintDdl {

	private ConstraintDdl() {
	}

	static String clause(Constraint constraint) {
		String definition = constraint.definition();
		String options = constraint.indexOptions();
		if (options != null) {
			// Before the words that may follow the list of columns.
			int deferrable = definition.indexOf(" DEFERRABLE");
			int end = (deferrable >= 0) ? deferrable : definition.length();
			int where = definition.indexOf(" WHERE (");
			end = (where >= 0) ? Math.min(end, where) : end;
			definition = definition.substring(0, end) + " " + options + definition.substring(end);
		}
		return "CONSTRAINT " + Identifier.quote(constraint.name()) + " " + definition;
	}

	static String add(Constraint constraint) {
		return "ALTER TABLE " + constraint.table().quoted() + " ADD " + clause(constraint)
				+ (constraint.valid() ? "" : " NOT VALID");
	}

	/** What the constraint itself cannot say. */
	static List<String> afterwards(Constraint constraint) {
		List<String> statements = new ArrayList<>(AccessDdl.ofNew(constraint));
		if (constraint.clustered()) {
			statements.add(cluster(constraint.table(), constraint.name()));
		}
		return statements;
	}

	static String cluster(QualifiedName table, String index) {
		return "ALTER TABLE " + table.quoted() + " CLUSTER ON " + Identifier.quote(index);
	}

	static String validate(QualifiedName table, String constraint) {
		return "ALTER TABLE " + table.quoted() + " VALIDATE CONSTRAINT " + Identifier.quote(constraint);
	}

	static String drop(QualifiedName table, String constraint) {
		return "ALTER TABLE " + table.quoted() + " DROP CONSTRAINT " + Identifier.quote(constraint);
	}

	static List<String> create(Index index) {
		List<String> statements = new ArrayList<>();
		statements.add(create(index, index.name(), false));
		statements.addAll(AccessDdl.ofNew(index));
		if (index.clustered()) {
			statements.add(cluster(index.table(), index.name()));
		}
		return statements;
	}

	/** Set the targets that are asked for, and let go of the others. */
	static List<String> statistics(Index index, List<String> live, List<String> desired) {
		String alter = "ALTER INDEX " + index.id().name().quoted() + " ALTER COLUMN ";
		List<String> statements = new ArrayList<>();
		for (String target : live) {
			String place = target.substring(0, target.indexOf('='));
			if (desired.stream().noneMatch((wanted) -> wanted.startsWith(place + "="))) {
				statements.add(alter + place + " SET STATISTICS -1");
			}
		}
		for (String target : desired) {
			if (!live.contains(target)) {
				statements.add(alter + target.replace("=", " SET STATISTICS "));
			}
		}
		return statements;
	}

	static String create(Index index, String name, boolean concurrently) {
		return "CREATE " + (index.unique() ? "UNIQUE " : "") + "INDEX " + (concurrently ? "CONCURRENTLY " : "")
				+ Identifier.quote(name) + " ON " + (index.only() ? "ONLY " : "") + index.table().quoted() + " "
				+ index.definition();
	}

}
