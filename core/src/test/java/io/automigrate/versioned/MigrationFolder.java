package io.automigrate.versioned;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import javax.sql.DataSource;

import io.automigrate.SchemaMigrator;
import io.automigrate.test.TestDatabase;

/**
 * A folder of migrations that a test writes.
 */
final class MigrationFolder {

	/** Five migrations, the last two of which seed roles and data; all need the first. */
	static final Map<String, String> FIVE = Map.of("001_initial_schema.sql", """
			-- description: Create initial database schema
			-- migrate:up
			create table users (id serial primary key, name varchar(100) not null);
			create table changelog (id serial primary key, entry text not null);
			create table roles (id serial primary key, name varchar(50) unique not null);
			create table moods (id serial primary key, name varchar(50) unique not null);
			create function touch() returns trigger language plpgsql as $$
			begin
				-- a semicolon; and a quote ' in a body
				return new;
			end $$;
			create trigger touched before update on users for each row execute function touch();
			-- migrate:down
			drop table moods, roles, changelog, users;
			drop function touch();
			""", "002_add_user_authentication.sql", """
			-- description: Add auth fields to users table
			-- depends: 001
			-- migrate:up
			alter table users add password_hash varchar(60), add login_attempts int not null default 0;
			-- migrate:down
			alter table users drop password_hash, drop login_attempts;
			""", "003_add_changelog_publishing.sql", """
			-- depends: 001
			-- migrate:up
			alter table changelog add published_at timestamptz;
			create index changelog_published on changelog (published_at);
			-- migrate:down
			alter table changelog drop published_at;
			""", "004_seed_default_roles.sql", """
			-- description: Create default roles
			-- depends: 001
			-- migrate:up
			insert into roles (name) values ('admin'), ('user;'), ('guest');
			-- migrate:down
			delete from roles where name in ('admin', 'user;', 'guest');
			""", "005_seed_initial_data.sql", """
			-- description: Seed moods
			-- depends: 001
			-- migrate:up
			copy moods (name) from stdin;
			happy
			so; so
			it's $$ bad
			\\.
			-- migrate:down
			delete from moods;
			""");

	/** Six in a row: renames, constraints, a wider column, a status. */
	static final Map<String, String> SIX = Map.of("20240101_initial.sql", """
			-- migrate:up
			create table item (id serial primary key, title varchar(20) not null);
			create table notification (id serial primary key, item_id int references item, body text);
			create table report (id serial primary key, user_id int not null, day date not null);
			-- migrate:down
			drop table report, notification, item;
			""", "20240105_add_security_fields.sql", """
			-- migrate:up
			create table users (id serial primary key, question text, locked boolean not null default false);
			insert into users (question) values ('pet');
			-- migrate:down
			drop table users;
			""", "20240110_fix_users_table.sql", """
			-- migrate:up
			alter table item rename to items;
			alter table users rename column question to security_question;
			alter table users add constraint users_question_check check (length(security_question) > 1);
			-- migrate:down
			alter table users drop constraint users_question_check;
			alter table users rename column security_question to question;
			alter table items rename to item;
			""", "20240210_add_status_to_notifications.sql", """
			-- migrate:up
			alter table notification add status varchar(10) not null default 'unread', add read_at timestamp;
			-- migrate:down
			alter table notification drop status, drop read_at;
			""", "20240301_widen_title.sql", """
			-- migrate:up
			alter table items alter title type varchar(255);
			-- migrate:down
			alter table items alter title type varchar(20);
			""", "20240419_fix_report_date_constraint.sql", """
			-- migrate:up
			alter table report add constraint report_user_day unique (user_id, day);
			-- migrate:down
			alter table report drop constraint report_user_day;
			""");

	private final Path path;

	MigrationFolder(Path path) {
		this.path = path;
	}

	MigrationFolder with(Map<String, String> files) {
		files.forEach(this::write);
		return this;
	}

	MigrationFolder write(String name, String text) {
		try {
			Files.writeString(this.path.resolve(name), text);
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	MigrationFolder delete(String name) {
		try {
			Files.delete(this.path.resolve(name));
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String location() {
		return "file:" + this.path;
	}

	SchemaMigrator.Builder migrator(TestDatabase database) {
		return migrator(database.dataSource());
	}

	SchemaMigrator.Builder migrator(DataSource dataSource) {
		return SchemaMigrator.builder(dataSource).application("tests").detailedLog(false).scripts(location());
	}

}
