package io.automigrate;

import io.automigrate.error.SchemaIncompleteException;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A start is over after one question only as long as nothing has changed: every change of
 * what is compared ends that.
 */
class FingerprintIntegrationTests {

	private static final String DDL = """
			create type e as enum ('x', 'y');
			create table t (id serial primary key, b text not null default 'x', p int constraint fk references t, e e);
			create index i on t (b);
			create sequence s;
			comment on table t is 'mine';
			""";

	private final TestDatabase database = TestServer.get().createDatabase();

	private final SchemaMigrator migrator = SchemaMigrator.builder(this.database.dataSource())
		.source(SchemaSource.ddl("source", DDL))
		.build();

	@AfterEach
	void drop() {
		this.database.close();
	}

	private String verifiedAt() {
		return this.database.query("select verified_at from automigrate_state").get(0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "alter table t add x int", "alter table t drop column b",
			"alter table t alter b set default 'y'", "alter table t alter b drop default",
			"alter table t alter b drop not null", "alter table t alter b type varchar(9)",
			"alter table t drop constraint fk", "alter table t add check (id > 0)", "drop index i",
			"create index on t (p)", "alter index i rename to j", "alter sequence s increment 2",
			"alter sequence s owned by t.b", "drop sequence s", "create sequence z", "alter type e add value 'z'",
			"comment on table t is 'other'", "comment on table t is null", "comment on column t.b is 'c'",
			"comment on type e is 'c'", "comment on constraint fk on t is 'c'", "comment on schema public is 'c'",
			"create table u ()", "drop table t", "alter table t rename b to bb", "create type e2 as enum ()",
			"update pg_index set indisvalid = false where indexrelid = 'i'::regclass" })
	void noticesEveryChangeOfWhatIsCompared(String change) {
		this.migrator.migrate().orThrow();
		String before = verifiedAt();
		this.migrator.migrate().orThrow();
		assertThat(verifiedAt()).isEqualTo(before);
		this.database.execute(change);
		this.migrator.migrate().orThrow();
		assertThat(verifiedAt()).isNotEqualTo(before);
	}

	@Test
	void noticesThatAnEnumHasNotTheValueThatIsNeeded() {
		this.migrator.migrate().orThrow();
		this.database.execute("alter type e rename value 'x' to 'q'");
		assertThatExceptionOfType(SchemaIncompleteException.class).isThrownBy(() -> this.migrator.migrate().orThrow())
			.withMessageContaining("list of values is [q, y], expected [x, y]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "insert into t (b) values ('x')", "analyze", "vacuum", "vacuum full t_copy",
			"select nextval('s')", "select setval('s', 100)" })
	void doesNotNoticeWhatIsNoChange(String statement) {
		this.database.execute("create schema elsewhere; create table elsewhere.t_copy ()");
		this.migrator.migrate().orThrow();
		String before = verifiedAt();
		this.database.execute(statement.replace("t_copy", "elsewhere.t_copy"));
		assertThat(this.migrator.migrate().orThrow().message()).isEqualTo("Nothing to do.");
		assertThat(verifiedAt()).isEqualTo(before);
	}

}
