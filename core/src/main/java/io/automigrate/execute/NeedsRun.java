package io.automigrate.execute;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.automigrate.catalog.OwnTables;
import io.automigrate.error.MissingPrivilegeException;
import io.automigrate.history.AppliedMigration;
import io.automigrate.history.TableAccess;
import io.automigrate.schema.Schema;
import io.automigrate.source.Territory;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import io.automigrate.versioned.Migration;
import org.jspecify.annotations.Nullable;

/**
 * A run that changes nothing, whatever the policy, and only looks whether what the
 * instance needs is there: of a release that is older than the one the database belongs
 * to, of a role that may create nothing, or where the database only reads.
 */
final class NeedsRun {

	/** Whoever owns a table may change it without any privilege on its schema. */
	private static final String OWNS_A_TABLE = """
			SELECT EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
				WHERE n.nspname IN (%s) AND c.relkind IN ('r', 'p') AND pg_catalog.pg_has_role(c.relowner, 'USAGE'))""";

	/** Whoever made our tables is taken for the one who migrates. */
	private static final String MIGRATING_ROLE = """
			SELECT coalesce((SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c
						JOIN pg_catalog.pg_namespace s ON s.oid = c.relnamespace
					WHERE c.relname = %s AND s.nspname = %s),
				(SELECT CASE pg_catalog.pg_get_userbyid(n.nspowner) WHEN 'pg_database_owner'
						THEN (SELECT pg_catalog.pg_get_userbyid(d.datdba) FROM pg_catalog.pg_database d
							WHERE d.datname = current_database())
						ELSE pg_catalog.pg_get_userbyid(n.nspowner) END
					FROM pg_catalog.pg_namespace n WHERE n.nspname = %s))""";

	/** How many names a message lists. */
	private static final int SHOWN = 10;

	private final Desired desired;

	NeedsRun(Desired desired) {
		this.desired = desired;
	}

	/**
	 * Tell what is to be compared.
	 * @param session a session in a transaction
	 */
	Scope scope(Session session, Territory territory, Standing standing) throws SQLException {
		boolean powerless = territory.standby() || powerless(session, territory);
		if (!standing.older() && !powerless) {
			return new Scope(false, null);
		}
		Schema remembered = this.desired.compares() ? this.desired.releases(territory).find(session.connection())
				: Schema.EMPTY;
		boolean comparable = !territory.standby() && (territory.mayCreateSchemas() || territory.mayCreateTemporary());
		if (remembered == null && !comparable) {
			throw unknown(session, territory);
		}
		boolean full = comparable && !standing.older() && (remembered == null || this.desired.settings().failOnDrift());
		return new Scope(!full, full ? null : remembered);
	}

	private boolean powerless(Session session, Territory territory) throws SQLException {
		if (territory.mayCreateSchemas() || !territory.creatable().isEmpty()) {
			return false;
		}
		try (Statement statement = session.connection().createStatement();
				ResultSet row = statement
					.executeQuery(OWNS_A_TABLE.formatted(Identifier.literals(territory.schemas())))) {
			row.next();
			return !row.getBoolean(1);
		}
	}

	/**
	 * Compare what the instance needs.
	 * @param session a session in a transaction with the territory's printing path
	 */
	Comparison compare(Session session, Territory territory, Standing standing, Schema schema) throws SQLException {
		String belongsTo = standing.belongsTo(this.desired.settings().application());
		return (belongsTo != null) ? this.desired.compareNeeds(session, territory, schema,
				"is not as this release needs it, and the database belongs to " + belongsTo
						+ ", which is newer: an older release changes nothing",
				"Start the newer release, or go back to this one with migration.schema.allow-older=true or the command migrate --allow-older.")
				: this.desired.compareNeeds(session, territory, schema, "is not as this release needs it",
						letMigrate(session, territory));
	}

	/**
	 * Look whether a run that could change nothing needs to.
	 * @param session a session outside of a transaction
	 * @return what was found, or {@code null} where everything has to be compared, or the
	 * role may change something
	 * @throws MissingPrivilegeException if something is missing
	 */
	@Nullable Known withoutPowers(Session session, Territory territory) throws SQLException {
		if (!territory.standby() && !powerless(session, territory)) {
			return null;
		}
		session.begin();
		try {
			Standing standing = this.desired.standing(session, territory);
			Scope scope = scope(session, territory, standing);
			Schema schema = scope.remembered();
			if (!scope.needsOnly() || schema == null) {
				return null;
			}
			VersionedFacts facts = facts(session, territory, standing);
			session.printNamesAlike(territory);
			Comparison comparison = compare(session, territory, standing, schema);
			if (!standing.older() && !(comparison.plan().refused().isEmpty() && facts.pending().isEmpty())) {
				throw missing(session, territory, comparison, facts);
			}
			return known(territory, comparison, comparison.applied().with(facts).belongingTo(belongsTo(standing)));
		}
		finally {
			session.rollback();
		}
	}

	/**
	 * Run as an older release.
	 * @param session a session in a transaction that has the lock
	 */
	Known older(Session session, Territory territory, Standing standing, RunListener listener) throws SQLException {
		listener.warning("The database belongs to " + belongsTo(standing)
				+ ", which is newer than this one: nothing is changed. Go back to this one with migration.schema.allow-older=true or the command migrate --allow-older.");
		VersionedFacts facts = facts(session, territory, standing);
		if (this.desired.versioned()) {
			String newer = VersionedState.read(session, this.desired, territory)
				.missing()
				.stream()
				.map(AppliedMigration::version)
				.collect(Collectors.joining(", "));
			if (!newer.isEmpty()) {
				listener.warning("The database has migrations of a newer release: " + newer + ".");
			}
		}
		Schema remembered = scope(session, territory, standing).remembered();
		session.printNamesAlike(territory);
		Comparison comparison = compare(session, territory, standing,
				(remembered != null) ? remembered : this.desired.read(session, territory, session.clock().deadline()));
		listener.compared(comparison.existingTables(), comparison.plan(), comparison.leftAlone());
		return known(territory, comparison, comparison.applied().with(facts).belongingTo(belongsTo(standing)));
	}

	/** Tell that the schema is taken back on purpose, if it is. */
	void goesBack(Session session, Territory territory, RunListener listener) throws SQLException {
		Standing standing = this.desired.releases(territory).standing(session.connection());
		if (standing.older()) {
			listener.warning("The database belongs to " + belongsTo(standing)
					+ ", and is taken back to this older release, as migration.schema.allow-older or --allow-older says.");
		}
	}

	private @Nullable String belongsTo(Standing standing) {
		return standing.belongsTo(this.desired.settings().application());
	}

	private Known known(Territory territory, Comparison comparison, RunResult result) {
		return new Known(this.desired.fingerprint(), null, territory.schemas(), result.afterwards(),
				comparison.desired(), result, true);
	}

	/**
	 * Tell where versioned migrations stand. What a newer release has applied, made again
	 * or folded is its own affair; where there is nothing else to compare, a migration of
	 * this release that is not applied is one that it needs.
	 */
	VersionedFacts facts(Session session, Territory territory, Standing standing) throws SQLException {
		if (!this.desired.versioned()) {
			return VersionedFacts.NONE;
		}
		String history = this.desired.historyNames(territory).applied().quoted();
		TableAccess access = TableAccess.of(session.connection(), history);
		if (access.exists() && !access.readable()) {
			throw new MissingPrivilegeException(
					"The role " + Identifier.quote(territory.role()) + " may not read the history of migrations, "
							+ history + ".",
					"Grant it: GRANT SELECT ON " + history + " TO " + Identifier.quote(territory.role()) + ";", null);
		}
		VersionedState state = VersionedState.read(session, this.desired, territory);
		VersionedFacts facts = state.facts(List.of(), List.of());
		if (!standing.older()) {
			return facts;
		}
		List<String> pending = this.desired.compares() ? List.of()
				: facts.pending().stream().filter((version) -> !version.startsWith(Migration.REPEATABLE)).toList();
		return new VersionedFacts(facts.heads(), pending, List.of(), List.of());
	}

	private MissingPrivilegeException missing(Session session, Territory territory, Comparison comparison,
			VersionedFacts facts) throws SQLException {
		List<String> lacking = comparison.plan()
			.refused()
			.stream()
			.map((refused) -> refused.object().quoted())
			.collect(Collectors.toList());
		facts.pending().forEach((version) -> lacking.add("migration " + version));
		return new MissingPrivilegeException("The database lacks what this release needs, and " + powers(territory)
				+ ": " + names(lacking) + " missing.", letMigrate(session, territory), null);
	}

	/**
	 * Tell that a role which may change something may not create all that is missing.
	 * @param lacking what it may not create, as messages quote it
	 * @param schema the schema that it would have to be created in
	 */
	MissingPrivilegeException notCreatable(Session session, Territory territory, List<String> lacking, String schema)
			throws SQLException {
		return new MissingPrivilegeException(
				"The role " + Identifier.quote(territory.role()) + " may not create objects in schema "
						+ Identifier.quote(schema) + ", and " + names(lacking) + " missing.",
				letMigrate(session, territory) + " Or let this role migrate: GRANT CREATE ON SCHEMA "
						+ Identifier.quote(schema) + " TO " + Identifier.quote(territory.role()) + ";",
				null);
	}

	private static String names(List<String> lacking) {
		return String.join(", ", lacking.subList(0, Math.min(SHOWN, lacking.size())))
				+ ((lacking.size() > SHOWN) ? " and " + (lacking.size() - SHOWN) + " more" : "")
				+ ((lacking.size() == 1) ? " is" : " are");
	}

	private MissingPrivilegeException unknown(Session session, Territory territory) throws SQLException {
		List<String> unreadable = TableAccess
			.of(session.connection(),
					Stream.of(OwnTables.STATE, OwnTables.DESIRED)
						.map((table) -> new QualifiedName(this.desired.stateSchema(territory), table).quoted())
						.toList())
			.stream()
			.filter((table) -> table.exists() && !table.readable())
			.map(TableAccess::table)
			.toList();
		return new MissingPrivilegeException(
				"No run has reached the desired schema of this release here"
						+ (unreadable.isEmpty() ? "" : ", as far as the role may read") + ", and " + powers(territory)
						+ ", so what is expected cannot be compared with what is there.",
				unreadable.isEmpty() ? letMigrate(session, territory) : "Grant it: " + grant(territory, unreadable),
				null);
	}

	private static String powers(Territory territory) {
		return territory.standby() ? "this connection only reads"
				: "the role " + Identifier.quote(territory.role()) + " may create nothing";
	}

	/** Write the grant that makes starts fast. */
	static String grant(Territory territory, List<String> tables) {
		return "GRANT SELECT ON " + String.join(", ", tables) + " TO " + Identifier.quote(territory.role()) + ";";
	}

	private String letMigrate(Session session, Territory territory) throws SQLException {
		if (territory.standby()) {
			return "Run the migration where the database can be written to: on the primary, by a role without default_transaction_read_only. Then start again.";
		}
		try (Statement statement = session.connection().createStatement();
				ResultSet row = statement.executeQuery(MIGRATING_ROLE.formatted(Identifier.literal(OwnTables.STATE),
						Identifier.literal(this.desired.stateSchema(territory)),
						Identifier.literal(territory.defaultSchema())))) {
			String role = row.next() ? row.getString(1) : null;
			return "Run the migration as the role that migrates" + ((role != null) ? ", " + Identifier.quote(role) : "")
					+ ": by the command migrate, or by migration.datasource.username. Then start again.";
		}
	}

	/**
	 * What is to be compared.
	 *
	 * @param needsOnly whether only what the instance needs
	 * @param remembered what it wants, as a run has read it before, or {@code null} where
	 * it has to be read
	 */
	record Scope(boolean needsOnly, @Nullable Schema remembered) {

	}

}
