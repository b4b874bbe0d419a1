package io.automigrate.execute;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.automigrate.diff.SchemaChange;
import io.automigrate.diff.SchemaChange.Create;
import io.automigrate.diff.SchemaChange.Drop;
import io.automigrate.diff.SchemaChange.Rename;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;

/**
 * What a run did to objects, or would do. An object is in each list once, however many
 * steps it takes; steps that only help others count for nothing, nor does what is dropped
 * and created again as it was on the way. A default, a comment or a privilege counts as a
 * change of its object.
 *
 * @param tablesCreated the tables among {@code created}, without their kind
 * @param created the objects that were created, such as
 * {@code index idx_tracker_date on tracker_values}
 * @param altered those that existed and were changed
 * @param renamed those that have another name, by that name
 * @param dropped those that were dropped
 */
public record Changes(List<String> tablesCreated, List<String> created, List<String> altered, List<String> renamed,
		List<String> dropped) {

	/** Nothing was changed. */
	public static final Changes NONE = created(List.of(), "");

	public Changes {
		tablesCreated = List.copyOf(tablesCreated);
		created = List.copyOf(created);
		altered = List.copyOf(altered);
		renamed = List.copyOf(renamed);
		dropped = List.copyOf(dropped);
	}

	/** Objects that were created where there was nothing. */
	static Changes created(List<ObjectName> objects, String defaultSchema) {
		return new Changes(tables(objects.stream(), defaultSchema),
				objects.stream().map((object) -> object.display(defaultSchema)).toList(), List.of(), List.of(),
				List.of());
	}

	private static List<String> tables(Stream<ObjectName> objects, String defaultSchema) {
		return objects.filter((object) -> object.kind() == ObjectKind.TABLE)
			.map((object) -> object.name().display(defaultSchema))
			.toList();
	}

	/** What a plan changes. */
	static Changes of(MigrationPlan plan) {
		return of(plan.changes(), plan.defaultSchema());
	}

	/** What some of a plan's changes are to objects. */
	static Changes of(List<SchemaChange> changes, String schema) {
		List<ObjectName> created = new ArrayList<>();
		Set<ObjectName> altered = new LinkedHashSet<>();
		Set<ObjectName> renamed = new LinkedHashSet<>();
		Set<ObjectName> dropped = new LinkedHashSet<>();
		for (SchemaChange change : changes) {
			ObjectName object = change.object();
			if (creates(change)) {
				created.add(object);
			}
			else if (object.kind() == ObjectKind.DEFAULT) {
				altered.add(object.ofKind(ObjectKind.COLUMN));
			}
			else if (change instanceof Drop) {
				dropped.add(object);
			}
			else if (change instanceof Rename) {
				renamed.add(object);
			}
			else {
				altered.add(object);
			}
		}
		created.forEach(altered::remove);
		altered.removeAll(dropped);
		return new Changes(tables(created.stream(), schema),
				created.stream().map((object) -> object.display(schema)).toList(), display(altered, schema),
				display(renamed, schema), display(dropped, schema));
	}

	/** A default is part of its column. */
	static boolean creates(SchemaChange change) {
		return change instanceof Create && change.object().kind() != ObjectKind.DEFAULT;
	}

	private static List<String> display(Set<ObjectName> objects, String schema) {
		return objects.stream().map((object) -> object.display(schema)).toList();
	}

	/**
	 * Returns whether nothing was changed.
	 * @return whether all lists are empty
	 */
	public boolean isEmpty() {
		return this.created.isEmpty() && this.altered.isEmpty() && this.renamed.isEmpty() && this.dropped.isEmpty();
	}

}
