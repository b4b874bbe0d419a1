package io.automigrate.plan;

import io.automigrate.diff.Aspect;
import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.schema.Column;
import io.automigrate.schema.Identity;
import io.automigrate.schema.ObjectKind;
import org.jspecify.annotations.Nullable;

/**
 * Where an operation stands among those that it has nothing to do with: the lower goes
 * first.
 */
final class Rank {

	private Rank() {
	}

	static int of(Operation operation) {
		ObjectKind kind = operation.id().kind();
		return switch (operation.kind) {
			case RENAME -> (kind == ObjectKind.COLUMN) ? 1 : kind.part() ? 2 : 0;
			// Of foreign keys to partitioned tables, PostgreSQL makes parts with such
			// names.
			case CREATE -> operation.standIn ? 300 : 10 * creation(kind)
					+ ((kind == ObjectKind.FOREIGN_KEY && !operation.id().name().name().contains("_fkey")) ? 6 : 5);
			// What is free of its parent can be changed by itself.
			case ALTER -> operation.letsGo() ? 3 : operation.joins() ? 76 : alteration(kind, (Alter) operation.change);
			case DROP -> 1000 - 10 * creation(kind);
		};
	}

	private static int creation(ObjectKind kind) {
		return switch (kind) {
			case SCHEMA -> 1;
			case EXTENSION -> 2;
			case ENUM -> 3;
			case DOMAIN -> 4;
			case COMPOSITE -> 5;
			case SEQUENCE -> 6;
			case TABLE -> 7;
			// A default is evaluated where a column is added, and bodies call others.
			case FUNCTION, PROCEDURE -> 8;
			case COLUMN -> 9;
			case DEFAULT -> 12;
			case PRIMARY_KEY -> 15;
			case UNIQUE -> 16;
			case EXCLUSION -> 17;
			case CHECK -> 18;
			case INDEX -> 19;
			case FOREIGN_KEY -> 20;
			case VIEW -> 21;
			case MATERIALIZED_VIEW -> 22;
			case TRIGGER -> 23;
			case POLICY -> 24;
		};
	}

	private static int identity(@Nullable Identity from, @Nullable Identity to) {
		boolean narrower = from != null && to != null && (to.options().maximum() < from.options().maximum()
				|| to.options().minimum() > from.options().minimum());
		return (to == null || narrower) ? 99 : 103;
	}

	private static int alteration(ObjectKind kind, Alter alter) {
		Aspect aspect = alter.aspect();
		return switch (aspect) {
			case REPLICA_IDENTITY, ROW_SECURITY, FORCE_ROW_SECURITY -> 400;
			// A table is clustered on one index, so the old one lets go first.
			case CLUSTERING -> (alter.to() != null) ? 405 : 4;
			case ATTACHED -> 407;
			// An index is made anew, and only then a part of its parent's.
			case VALIDITY -> (kind == ObjectKind.INDEX) ? 406 : 410;
			// From a table it comes down to columns, new ones as well.
			case REVOKES -> (kind == ObjectKind.TABLE) ? 6 : 420;
			case GRANTS -> 421;
			case COMMENT, PART_COMMENTS -> 430;
			case OWNERSHIP -> 135;
			case TYPE -> (kind == ObjectKind.COLUMN) ? 100 : 10 * creation(kind) + 5;
			// What is generated takes no expression that converts.
			case GENERATION -> ((Column) alter.desired()).generation() == null ? 99 : 101;
			// NOT NULL comes before identity, which wants it, and goes after it.
			case NULLABILITY -> (kind == ObjectKind.COLUMN)
					? ((alter.desired() instanceof Column column && column.notNull() != null) ? 102 : 104)
					: 10 * creation(kind) + 6;
			// Identity wants a type that counts, and the type bounds that fit.
			case IDENTITY -> identity(((Column) alter.live()).identity(), ((Column) alter.desired()).identity());
			case NOT_NULL_SCOPE, SEQUENCE_NAME -> 107;
			// Those of the TOAST table are forgotten as long as no column needs one.
			case PARAMETERS -> switch (kind) {
				case TABLE -> 108;
				case COLUMN -> 106;
				default -> 10 * creation(kind) + 5;
			};
			case NOT_NULL_NAME, STORAGE, COMPRESSION, STATISTICS -> 106;
			default -> 10 * creation(kind) + ((kind == ObjectKind.TABLE) ? 6 : 5);
		};
	}

}
