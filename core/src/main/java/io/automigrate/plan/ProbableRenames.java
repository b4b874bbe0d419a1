package io.automigrate.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.automigrate.diff.SchemaChange;
import io.automigrate.diff.SchemaChange.Create;
import io.automigrate.diff.SchemaChange.Drop;
import io.automigrate.schema.Column;
import io.automigrate.schema.SchemaObject;
import io.automigrate.schema.Table;
import io.automigrate.sql.QualifiedName;

/**
 * Points out what is dropped while something of like shape is created. Nobody but the
 * reader knows whether it is the same thing under another name, so both are refused until
 * that is said: by a hint, or by consent to the loss.
 */
final class ProbableRenames {

	private final Gate gate;

	ProbableRenames(Gate gate) {
		this.gate = gate;
	}

	void refuse() {
		List<SchemaObject> created = this.gate.allowed.stream()
			.filter(Create.class::isInstance)
			.map((change) -> ((Create) change).desired())
			.toList();
		List<SchemaChange> dropped = this.gate.refused.values()
			.stream()
			.filter((refused) -> !refused.deferred())
			.map(RefusedChange::change)
			.filter(Drop.class::isInstance)
			.toList();
		Set<SchemaObject> pointedOut = new HashSet<>();
		for (SchemaChange change : dropped) {
			SchemaObject live = ((Drop) change).live();
			created.stream()
				.filter((candidate) -> alike(live, candidate) && pointedOut.add(candidate))
				.findFirst()
				.ifPresent((candidate) -> refuse(change, live, candidate));
		}
	}

	private void refuse(SchemaChange drop, SchemaObject live, SchemaObject created) {
		String from = live.id().path();
		String to = created.id().path();
		String old = live.id().name().name();
		String wayOut = "If it is the same, say so: -- renamed from " + old + " above it in the source, @RenamedFrom(\""
				+ old + "\") on the entity or attribute, or migration.schema.renames=" + from + "->" + to
				+ ". If it is not, allow the loss by name: migration.schema.allow=DELETES_DATA:" + from + ".";
		RefusedChange before = this.gate.refused.remove(drop);
		this.gate.refuse(drop,
				"would be dropped while " + created.id().quoted()
						+ ", which is like it, would be created: probably it was renamed",
				wayOut, (before != null) ? before.hazards() : List.of());
		this.gate.allowed.stream()
			.filter((change) -> change instanceof Create create && create.desired().equals(created))
			.toList()
			.forEach(
					(change) -> this.gate.refuse(change,
							"would be created while " + live.id().quoted()
									+ ", which is like it, would be dropped: probably it was renamed",
							wayOut, List.of()));
	}

	private static boolean alike(SchemaObject live, SchemaObject created) {
		if (live instanceof Column from && created instanceof Column to) {
			return from.table().equals(to.table()) && from.type().equals(to.type());
		}
		if (live instanceof Table from && created instanceof Table to) {
			return alike(from, to);
		}
		return false;
	}

	/** At least two thirds of all their columns are the same in both. */
	private static boolean alike(Table from, Table to) {
		Set<QualifiedName> before = columns(from);
		Set<QualifiedName> after = columns(to);
		Set<QualifiedName> all = new HashSet<>(before);
		all.addAll(after);
		long common = before.stream().filter(after::contains).count();
		return !all.isEmpty() && common * 3 >= all.size() * 2L;
	}

	private static Set<QualifiedName> columns(Table table) {
		Set<QualifiedName> columns = new HashSet<>();
		table.columns().forEach((column) -> columns.add(new QualifiedName(column.name(), column.type())));
		return columns;
	}

}
