package io.automigrate.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.automigrate.catalog.CatalogReader;
import io.automigrate.catalog.NameMapping;
import io.automigrate.ddl.Ddl;
import io.automigrate.diff.Aspect;
import io.automigrate.diff.SchemaChange;
import io.automigrate.diff.SchemaChange.Rename;
import io.automigrate.schema.Column;
import io.automigrate.schema.EnumType;
import io.automigrate.schema.Extension;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.Schema;
import io.automigrate.schema.SchemaObject;
import io.automigrate.schema.Sequence;
import io.automigrate.schema.Table;
import io.automigrate.source.RenameHint;
import io.automigrate.source.Territory;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * The renames that hints ask for and the database has not seen yet. PostgreSQL itself
 * changes the names wherever expressions speak of them: the renames are made, the result
 * is read, and they are rolled back.
 */
final class Renames {

	private final Schema before;

	/** Old and new, in the order they are made: tables, then columns. */
	private final Map<SchemaObject, SchemaObject> pending = new LinkedHashMap<>();

	/** Extensions that move take their types along, wherever these are used. */
	private final List<SchemaChange.Alter> moves = new ArrayList<>();

	private final Map<QualifiedName, QualifiedName> presentNames = new HashMap<>();

	private final LeftRenames left = new LeftRenames();

	private Renames(Schema before) {
		this.before = before;
	}

	static Renames of(Schema live, Schema desired, List<RenameHint> hints, String defaultSchema) {
		Renames renames = new Renames(live);
		renames.move(desired);
		Map<QualifiedName, QualifiedName> oldNames = new HashMap<>();
		for (RenameHint hint : hints) {
			QualifiedName to = qualified(hint.owner(), defaultSchema);
			if (hint.kind() == ObjectKind.TABLE) {
				Table from = live.table(to.sibling(hint.from())).orElse(null);
				Table wanted = desired.table(to).orElse(null);
				if (from != null && wanted != null && live.table(to).isEmpty()
						&& desired.table(from.name()).isEmpty()) {
					renames.pending.put(from, wanted);
					oldNames.put(to, from.name());
					renames.sequence(desired, from.name(), to);
				}
				else if (from != null) {
					renames.left.add(ObjectName.of(ObjectKind.TABLE, to).quoted(), hint.from(), false,
							live.table(to).isPresent(), wanted != null, desired.table(from.name()).isPresent());
				}
			}
			else if (hint.kind() == ObjectKind.ENUM) {
				EnumType from = find(live, to.sibling(hint.from()));
				EnumType wanted = find(desired, to);
				if (from != null && wanted != null && find(live, to) == null && find(desired, from.name()) == null) {
					renames.pending.put(from, wanted);
				}
				else if (from != null) {
					renames.left.add(ObjectName.of(ObjectKind.ENUM, to).quoted(), hint.from(), false,
							find(live, to) != null, wanted != null, find(desired, from.name()) != null);
				}
			}
		}
		Map<QualifiedName, EnumType> types = new HashMap<>();
		for (RenameHint hint : hints) {
			if (hint.kind() == null) {
				renames.value(types, qualified(hint.owner(), defaultSchema), hint, desired);
			}
			else if (hint.kind() == ObjectKind.COLUMN) {
				QualifiedName to = qualified(hint.owner(), defaultSchema);
				Table table = live.table(oldNames.getOrDefault(to, to)).orElse(null);
				Column wanted = desired.table(to).flatMap((found) -> found.column(hint.to())).orElse(null);
				Column from = (table != null) ? table.column(hint.from()).orElse(null) : null;
				if (table != null && from != null && wanted != null && table.column(hint.to()).isEmpty()
						&& desired.table(to).flatMap((found) -> found.column(hint.from())).isEmpty()) {
					renames.pending.put(at(from, to), wanted);
				}
				else if (table != null && from != null && desired.table(to).isPresent()) {
					renames.left.add(ObjectName.part(ObjectKind.COLUMN, to, hint.to()).quoted(), hint.from(), true,
							table.column(hint.to()).isPresent(), wanted != null,
							desired.table(to).flatMap((found) -> found.column(hint.from())).isPresent());
				}
			}
		}
		renames.presentNames.putAll(oldNames);
		return renames;
	}

	private void move(Schema desired) {
		for (Extension wanted : desired.extensions()) {
			this.before.extensions()
				.stream()
				.filter((there) -> there.name().equals(wanted.name()) && there.relocatable()
						&& !there.schema().equals(wanted.schema()))
				.filter((there) -> this.before.namespaces()
					.stream()
					.anyMatch((namespace) -> namespace.name().equals(wanted.schema())))
				.forEach((there) -> this.moves
					.add(new SchemaChange.Alter(there, wanted, Aspect.SCHEMA, there.schema(), wanted.schema())));
		}
	}

	/** Hibernate calls an entity's sequence after its table; it is to go on counting. */
	private void sequence(Schema desired, QualifiedName from, QualifiedName to) {
		Sequence old = find(this.before.sequences(), from.sibling(from.name() + "_seq"));
		Sequence wanted = find(desired.sequences(), to.sibling(to.name() + "_seq"));
		if (old != null && wanted != null && old.ownedBy() == null
				&& find(this.before.sequences(), wanted.name()) == null
				&& find(desired.sequences(), old.name()) == null) {
			this.pending.put(old, wanted);
		}
	}

	private static @Nullable Sequence find(List<Sequence> sequences, QualifiedName name) {
		return sequences.stream().filter((sequence) -> sequence.name().equals(name)).findFirst().orElse(null);
	}

	/** Each value of a type is renamed in what the one before has left. */
	private void value(Map<QualifiedName, EnumType> types, QualifiedName name, RenameHint hint, Schema desired) {
		EnumType renamed = (EnumType) this.pending.values()
			.stream()
			.filter((object) -> object instanceof EnumType type && type.name().equals(name))
			.findFirst()
			.orElse(null);
		EnumType before = types.get(name);
		if (before == null && renamed == null) {
			before = find(this.before, name);
		}
		else if (before == null) {
			before = this.pending.entrySet()
				.stream()
				.filter((entry) -> entry.getValue() == renamed)
				.map((entry) -> (EnumType) entry.getKey())
				.findFirst()
				.map((type) -> new EnumType(name, type.labels(), type.grants(), type.comment()))
				.orElse(null);
		}
		EnumType wanted = find(desired, name);
		if (before != null && wanted != null && before.labels().contains(hint.from())
				&& !before.labels().contains(hint.to()) && wanted.labels().contains(hint.to())
				&& !wanted.labels().contains(hint.from())) {
			List<String> labels = new ArrayList<>(before.labels());
			labels.set(labels.indexOf(hint.from()), hint.to());
			EnumType after = new EnumType(name, labels, before.grants(), before.comment());
			this.pending.put(before, after);
			types.put(name, after);
		}
		else if (before != null && wanted != null && before.labels().contains(hint.from())) {
			this.left.add("value " + Identifier.literal(hint.to()) + " of " + wanted.id().quoted(), hint.from(), true,
					before.labels().contains(hint.to()), wanted.labels().contains(hint.to()),
					wanted.labels().contains(hint.from()));
		}
	}

	/** The column as it is called once its table has the new name. */
	private static Column at(Column column, QualifiedName table) {
		return new Column(table, column.name(), column.type(), column.collation(), column.notNull(),
				column.defaultExpression(), column.identity(), column.generation(), column.virtual(), column.local(),
				column.storage(), column.compression(), column.statistics(), column.parameters(), column.uses(),
				column.grants(), column.comment());
	}

	private static QualifiedName qualified(QualifiedName name, String defaultSchema) {
		return name.schema().isEmpty() ? new QualifiedName(defaultSchema, name.name()) : name;
	}

	private static @Nullable EnumType find(Schema schema, QualifiedName name) {
		return schema.enums().stream().filter((type) -> type.name().equals(name)).findFirst().orElse(null);
	}

	/** The live side as it is once the renames are made. */
	Schema live(Connection connection, Territory territory) throws SQLException {
		return isEmpty() ? this.before : within(connection, territory,
				() -> CatalogReader.read(connection, territory.schemas(), NameMapping.NONE));
	}

	/** Ask something of the database as it is once the renames are made. */
	<T> T within(Connection connection, Territory territory, Question<T> question) throws SQLException {
		if (isEmpty()) {
			return question.ask();
		}
		Savepoint savepoint = connection.setSavepoint();
		try (Statement statement = connection.createStatement()) {
			for (String rename : statements(territory.serverVersion())) {
				statement.execute(rename);
			}
			return question.ask();
		}
		finally {
			if (!connection.isClosed()) {
				connection.rollback(savepoint);
			}
		}
	}

	boolean isEmpty() {
		return this.pending.isEmpty() && this.moves.isEmpty();
	}

	List<String> statements(int serverVersion) {
		Ddl ddl = new Ddl(this.before, this.before, serverVersion);
		List<String> statements = new ArrayList<>(renames().stream().map(ddl::rename).toList());
		this.moves.forEach((move) -> statements.addAll(Objects.requireNonNull(ddl.alter(move))));
		return statements;
	}

	private List<Rename> renames() {
		List<Rename> renames = new ArrayList<>();
		this.pending.forEach((from, to) -> renames.add(new Rename(from, to)));
		return renames;
	}

	List<SchemaChange> changes() {
		List<SchemaChange> changes = new ArrayList<>(renames());
		changes.addAll(this.moves);
		return changes;
	}

	/** Those that have an old name to rename and are not made all the same. */
	LeftRenames left() {
		return this.left;
	}

	/** What tables are called now, by what they will be called. */
	Map<QualifiedName, QualifiedName> presentNames() {
		return this.presentNames;
	}

	/**
	 * A question of the database.
	 *
	 * @param <T> the type of the answer
	 */
	@FunctionalInterface
	interface Question<T> {

		T ask() throws SQLException;

	}

}
