package io.automigrate.plan;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.automigrate.ddl.Ddl;
import io.automigrate.diff.SchemaChange;
import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.diff.SchemaChange.Create;
import io.automigrate.diff.SchemaChange.Drop;
import io.automigrate.diff.SchemaChange.Rename;
import io.automigrate.schema.Column;
import io.automigrate.schema.ColumnDefault;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.Domain;
import io.automigrate.schema.EnumType;
import io.automigrate.schema.Index;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.SchemaObject;
import io.automigrate.schema.Table;
import io.automigrate.schema.View;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Tells which changes take from instances of older releases what they can do now: a
 * constraint refuses rows that they write, a name that they use is gone. Such a change
 * waits as long as any of them is running, unless its table is empty.
 */
final class Tightening {

	private static final int NAMED = 3;

	private final LiveFacts facts;

	private final Dependencies live;

	private final Dependencies desired;

	private final Ddl ddl;

	private @Nullable List<String> instances;

	Tightening(LiveFacts facts, Dependencies live, Dependencies desired, Ddl ddl) {
		this.facts = facts;
		this.live = live;
		this.desired = desired;
		this.ddl = ddl;
	}

	/**
	 * Returns what speaks against a change now.
	 * @return the hazard, or {@code null} if no older release is running or the change
	 * takes nothing from it
	 */
	@Nullable Hazard of(SchemaChange change) {
		if (older().isEmpty() || !takes(change) || !inUse(change)) {
			return null;
		}
		return new Hazard(HazardCode.TIGHTENS, change.object(),
				"instances of older releases are running, and it takes from them what they can do now (" + named()
						+ ")",
				null);
	}

	private List<String> older() {
		List<String> known = this.instances;
		if (known == null) {
			known = this.facts.olderInstances();
			this.instances = known;
		}
		return known;
	}

	private String named() {
		List<String> older = older();
		return older.stream().limit(NAMED).collect(Collectors.joining("; "))
				+ ((older.size() > NAMED) ? "; and " + (older.size() - NAMED) + " more" : "");
	}

	private boolean takes(SchemaChange change) {
		if (change instanceof Create create) {
			return takes(create.desired());
		}
		if (change instanceof Drop drop) {
			return takesWithIt(drop.live());
		}
		if (change instanceof Rename rename) {
			return switch (rename.live().id().kind()) {
				case TABLE, COLUMN, ENUM, SEQUENCE, VIEW, MATERIALIZED_VIEW, FUNCTION, PROCEDURE -> true;
				default -> false;
			};
		}
		return takes((Alter) change);
	}

	private static boolean takes(SchemaObject created) {
		if (created instanceof Constraint constraint) {
			return !constraint.definition().endsWith(" NOT ENFORCED");
		}
		if (created instanceof Index index) {
			return index.unique();
		}
		if (created instanceof Column column) {
			return Gate.needsValues(column);
		}
		return created.id().kind() == ObjectKind.TRIGGER || created.id().kind() == ObjectKind.POLICY;
	}

	private boolean takesWithIt(SchemaObject dropped) {
		if (Names.ours(dropped.id())) {
			return false;
		}
		if (dropped instanceof ColumnDefault old) {
			// What takes its place gives new rows a value in its turn.
			return this.desired.find(Dependencies.columnOf(old.id())) instanceof Column column
					&& Gate.needsValues(column);
		}
		return switch (dropped.id().kind()) {
			case TABLE, COLUMN, SEQUENCE, VIEW, MATERIALIZED_VIEW, FUNCTION, PROCEDURE, TRIGGER, POLICY, ENUM, DOMAIN,
					COMPOSITE, EXTENSION, SCHEMA ->
				true;
			default -> false;
		};
	}

	private boolean takes(Alter alter) {
		if (alter.live() instanceof Column from && alter.desired() instanceof Column to) {
			return takes(alter, from, to);
		}
		SchemaObject desired = alter.desired();
		return switch (alter.aspect()) {
			case DEFINITION -> desired instanceof Constraint || desired.id().kind() == ObjectKind.TRIGGER
					|| desired.id().kind() == ObjectKind.POLICY || (desired instanceof Index index && index.unique())
					|| ((desired instanceof View || desired.id().kind().routine()) && this.ddl.alter(alter) == null);
			case ROW_SECURITY -> desired instanceof Table table && table.rowSecurity();
			case FORCE_ROW_SECURITY -> desired instanceof Table table && table.forceRowSecurity();
			case ROLES, ENABLED, REVOKES, PARTITION_OF, PARTITION_KEY, ATTRIBUTES, TYPE -> true;
			case INHERITANCE -> alter.live() instanceof Table from && desired instanceof Table to
					&& !to.inherits().containsAll(from.inherits());
			case VALUES -> alter.live() instanceof EnumType from && desired instanceof EnumType to
					&& !to.labels().containsAll(from.labels());
			case CHECKS -> alter.live() instanceof Domain from && desired instanceof Domain to
					&& !from.checks().containsAll(to.checks());
			case NULLABILITY -> desired instanceof Domain to && to.notNull() != null;
			default -> false;
		};
	}

	private static boolean takes(Alter alter, Column from, Column to) {
		return switch (alter.aspect()) {
			case TYPE -> TypeChange.takes(from.type(), to.type());
			case NULLABILITY -> to.notNull() != null;
			case NOT_NULL_SCOPE -> to.notNull() != null && to.notNull().inheritable();
			case GENERATION -> from.generation() == null;
			case IDENTITY -> (to.identity() == null) ? Gate.needsValues(to)
					: to.identity().always() && (from.identity() == null || !from.identity().always());
			case REVOKES -> true;
			default -> false;
		};
	}

	/** Whether tables with rows are concerned; what has no table may always be in use. */
	private boolean inUse(SchemaChange change) {
		ObjectName id = (change instanceof Rename rename) ? rename.live().id() : change.object();
		if (change instanceof Create create && create.desired().id().table() != null
				&& this.live.relation(create.desired().id().table()) == null) {
			return false;
		}
		List<QualifiedName> tables = switch (id.kind()) {
			case TABLE -> List.of(id.name());
			case ENUM, DOMAIN, COMPOSITE -> this.live.tablesWith(id);
			default -> Stream.ofNullable(id.table()).toList();
		};
		boolean type = id.kind() == ObjectKind.ENUM || id.kind() == ObjectKind.DOMAIN
				|| id.kind() == ObjectKind.COMPOSITE;
		if (tables.isEmpty() && !type) {
			return true;
		}
		return tables.stream()
			.filter(Objects::nonNull)
			.anyMatch((table) -> this.live.relation(table) instanceof View || this.facts.hasRows(table));
	}

}
