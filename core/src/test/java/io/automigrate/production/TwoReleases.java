package io.automigrate.production;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import javax.sql.DataSource;

import io.automigrate.SchemaMigrator;
import io.automigrate.diff.Aspect;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.Hazard;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.OldVersion;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A database that one release of an application writes to, while the next one is about to
 * tighten it.
 */
final class TwoReleases implements AutoCloseable {

	private static final String EMPTY = """
			do $$ begin execute (select string_agg(format('drop schema %I cascade', nspname), ';') from pg_namespace
				where nspname !~ '^(pg_|information_schema)'); end $$;
			create schema public; grant usage on schema public to public;""";

	private final TestDatabase database = TestServer.get().createDatabase();

	private final String role = this.database.createRole("writer", "");

	private final Tightening change;

	private final ChangePolicy policy;

	private final long onlineAbove;

	private final OldVersion old;

	private final Set<String> consents = new LinkedHashSet<>();

	TwoReleases(Tightening change, ChangePolicy policy, long onlineAbove) {
		this.change = change;
		this.policy = policy;
		this.onlineAbove = onlineAbove;
		prepare();
		this.old = OldVersion.of(this.database.dataSource(this.role, this.role), "public");
		assertThat(this.old.before()).as("what the old version can do").hasSizeGreaterThan(50);
		consent();
	}

	/** What the change asks for is consented to, so that it is only rows that stop it. */
	private void consent() {
		for (int round = 0; round < 4; round++) {
			MigrationPlan plan = newer(this.database.dataSource()).plan();
			if (!this.consents.addAll(plan.refused()
				.stream()
				.flatMap((refused) -> refused.hazards().stream())
				.filter((hazard) -> hazard.code().takesConsent())
				.map(Hazard::consent)
				.toList())) {
				break;
			}
		}
	}

	TestDatabase database() {
		return this.database;
	}

	/** Begin again with the old release's schema, its rows and nothing else. */
	void prepare() {
		this.database.execute(EMPTY + this.change.before() + this.change.rows()
				+ "grant select, insert, update, delete on all tables in schema public to " + this.role);
	}

	SchemaMigrator newer(DataSource dataSource) {
		return migrator(dataSource, this.change.after(), this.policy);
	}

	SchemaMigrator older(DataSource dataSource) {
		return migrator(dataSource, this.change.before(), this.policy);
	}

	private SchemaMigrator migrator(DataSource dataSource, String ddl, ChangePolicy policy) {
		return SchemaMigrator.builder(dataSource)
			.application("pets")
			.policy(policy)
			.onlineAbove(this.onlineAbove)
			.allow(this.consents.toArray(String[]::new))
			.detailedLog(false)
			.source(SchemaSource.ddl("release.sql", ddl))
			.build();
	}

	/** The law: the old version can do whatever it could do. */
	void assertNothingIsLost(String after) {
		List<String> lost = this.old.lost();
		assertThat(lost.stream().limit(3))
			.as("%d of %d things the old version cannot do any more, %s", lost.size(), this.old.before().size(), after)
			.isEmpty();
	}

	/** Nothing of a change is there any more that was not made in full. */
	void assertNothingHalfMade(String after) {
		List<String> found = new ArrayList<>(this.database.query("""
				select 'constraint ' || conname from pg_constraint where conname ~ '^automigrate' and conrelid in
					(select oid from pg_class where relname !~ '^automigrate_')
				union all select 'schema ' || nspname from pg_namespace where nspname ~ '^automigrate'
				union all select 'not valid: ' || conname from pg_constraint where not convalidated
				union all select 'not valid: ' || indexrelid::regclass from pg_index
					where not (indisvalid and indisready)
				union all select 'relation ' || oid::regclass from pg_class where relname ~ '^automigrate_index'"""));
		assertThat(found).as("half-made, %s", after).isEmpty();
	}

	/**
	 * The schema is exactly that of the old release, which the strictest policy judges.
	 */
	void assertUntouched() {
		MigrationPlan plan = migrator(this.database.dataSource(), this.change.before(), ChangePolicy.FULL).plan();
		assertThat(plan.steps()).as("what the failed run has changed").isEmpty();
		assertThat(plan.refused()).isEmpty();
		// What the old version may do is granted beside its schema.
		assertThat(plan.unmanaged()).as("what the failed run has left")
			.allMatch((one) -> one.aspect() == Aspect.REVOKES);
		assertNothingHalfMade("the run failed");
	}

	boolean newerIsThere() {
		return newer(this.database.dataSource()).plan().inStep();
	}

	@Override
	public void close() {
		this.database.close();
		TestServer.get().execute("drop role " + this.role);
	}

}
