package io.automigrate.execute;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.automigrate.lock.MigrationLock;
import io.automigrate.schema.Schema;
import io.automigrate.schema.Table;
import io.automigrate.source.DesiredSchema;
import io.automigrate.source.SchemaSource;
import io.automigrate.source.ScratchCopy;
import io.automigrate.source.Territory;
import io.automigrate.sql.QualifiedName;
import io.automigrate.sql.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for, from the sources' text to its comparison with a database.
 */
final class Desired {

	/** Part of every fingerprint: a release that compares more compares again. */
	private static final String FORMAT = "1";

	private static final String UNDEFINED_TABLE = "42P01";

	private final MigrationSettings settings;

	private final List<SqlStatement> statements;

	private final Set<String> mentioned;

	private final String fingerprint;

	private final StateTable state;

	private Set<QualifiedName> lastTables = Set.of();

	Desired(List<SchemaSource> sources, MigrationSettings settings) {
		DesiredSchema schema = DesiredSchema.of(sources);
		this.settings = settings;
		this.statements = schema.statements();
		this.mentioned = DesiredSchema.schemas(this.statements);
		this.fingerprint = schema
			.fingerprint(FORMAT + "," + settings.policy() + "," + String.join(",", settings.schemas()));
		this.state = new StateTable(settings.schemas(), this.mentioned);
	}

	String fingerprint() {
		return this.fingerprint;
	}

	/**
	 * Ask whether a run has found everything in place and nothing has changed since.
	 * @return what it found, or {@code null}
	 */
	@Nullable Known ask(Session session) throws SQLException {
		try {
			StateTable.Answer answer = this.state.ask(session.connection(), this.fingerprint);
			RunResult remembered = answer.remembered();
			return (remembered != null) ? new Known(this.fingerprint, answer.live(), remembered, null, remembered)
					: null;
		}
		catch (SQLException ex) {
			if (UNDEFINED_TABLE.equals(ex.getSQLState())) {
				return null;
			}
			throw ex;
		}
	}

	/** The same without an error in the server's log before the first run has ended. */
	@Nullable Known askIfPossible(Session session) throws SQLException {
		return this.state.exists(session.connection()) ? ask(session) : null;
	}

	String liveFingerprint(Session session) throws SQLException {
		return this.state.live(session.connection());
	}

	Territory survey(Session session) throws SQLException {
		return Territory.survey(session.connection(), this.settings.schemas(), this.mentioned);
	}

	String stateSchema(Territory territory) {
		return this.settings.schemas().isEmpty() ? territory.defaultSchema() : this.settings.schemas().get(0);
	}

	MigrationLock lock(Territory territory) {
		return new MigrationLock(stateSchema(territory));
	}

	Comparison compare(Session session, Territory territory, Deadline deadline) throws SQLException {
		Schema schema = ScratchCopy.read(session.connection(), territory, this.statements,
				new Statements(deadline, "Correct the source; nothing was changed.")::run);
		return compare(session, territory, schema);
	}

	Comparison compare(Session session, Territory territory, Schema schema) throws SQLException {
		this.lastTables = new TreeSet<>(schema.tables().stream().map(Table::name).toList());
		return Comparison.of(session.connection(), territory, schema, this.settings.policy());
	}

	/** The tables that a comparison was about, for telling who locks them. */
	Set<QualifiedName> lastTables() {
		return this.lastTables;
	}

	String remember(Session session, Territory territory, RunResult result) throws SQLException {
		return this.state.remember(session.connection(), territory.defaultSchema(), this.fingerprint,
				result.afterwards(), this.settings.application());
	}

}
