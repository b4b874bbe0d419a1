package io.automigrate.plan;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.automigrate.diff.SchemaChange;
import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.diff.SchemaChange.Create;
import io.automigrate.diff.SchemaChange.Drop;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Of all that leads to the schema of a database, what a plan is about, as far as somebody
 * has done it already: the objects that the plan would create, in the form that they have
 * there, with whatever they need; and what it would alter or drop, where that is done.
 */
public final class PresentChanges {

	private final List<SchemaChange> all;

	private final Dependencies live;

	private final Map<ObjectName, Create> created = new HashMap<>();

	private final Set<SchemaChange> kept = Collections.newSetFromMap(new IdentityHashMap<>());

	private PresentChanges(List<SchemaChange> all, Schema live) {
		this.all = all;
		this.live = new Dependencies(live);
		all.forEach((change) -> {
			if (change instanceof Create create) {
				this.created.put(create.object(), create);
			}
		});
	}

	/**
	 * Select changes.
	 * @param changes what leads from another schema to that of a database
	 * @param live the database's schema
	 * @param wanted the plan that leads from the same schema to the desired one
	 * @return those of the changes that the plan is about, in their order
	 */
	public static List<SchemaChange> of(List<SchemaChange> changes, Schema live, MigrationPlan wanted) {
		PresentChanges present = new PresentChanges(changes, live);
		Set<ObjectName> creates = new HashSet<>();
		Set<ObjectName> drops = new HashSet<>();
		Set<List<Object>> alters = new HashSet<>();
		Stream.concat(wanted.changes().stream(), wanted.refused().stream().map(RefusedChange::change))
			.forEach((change) -> {
				if (change instanceof Create) {
					creates.add(change.object());
				}
				else if (change instanceof Drop) {
					drops.add(change.object());
				}
				else if (change instanceof Alter alter) {
					alters.add(aspect(alter));
				}
			});
		for (SchemaChange change : changes) {
			if (change instanceof Create create && creates.contains(change.object())) {
				present.keep(create);
			}
			else if ((change instanceof Drop && drops.contains(change.object()))
					|| (change instanceof Alter alter && alters.contains(aspect(alter)))) {
				present.kept.add(change);
			}
		}
		return changes.stream().filter(present.kept::contains).toList();
	}

	private static List<Object> aspect(Alter alter) {
		return List.of(alter.object(), alter.aspect(), Objects.requireNonNullElse(alter.to(), ""));
	}

	/** Keep what creates an object, its parts, and whatever they need. */
	private void keep(Create first) {
		Deque<Create> open = new ArrayDeque<>(List.of(first));
		while (!open.isEmpty()) {
			Create create = open.pop();
			if (!this.kept.add(create)) {
				continue;
			}
			ObjectName id = create.object();
			this.all.stream()
				.filter((change) -> change instanceof Alter && change.object().equals(id))
				.forEach(this.kept::add);
			Stream.concat(Stream.of(create.desired()), Dependencies.partsOrDefault(create.desired()).stream())
				.flatMap((object) -> Stream.concat(Stream.of(object.id()), this.live.needs(object).stream()))
				.map(this::creation)
				.filter(Objects::nonNull)
				.forEach(open::add);
		}
	}

	/** What creates an object: by itself, or with its table. */
	private @Nullable Create creation(ObjectName object) {
		Create own = this.created.get(object);
		return (own != null || object.table() == null) ? own
				: this.created.get(ObjectName.of(ObjectKind.TABLE, object.table()));
	}

}
