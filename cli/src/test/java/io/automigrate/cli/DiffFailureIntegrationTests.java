package io.automigrate.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What goes wrong: 2 for how the command was called, 3 for everything that it met.
 */
class DiffFailureIntegrationTests extends DiffCalls {

	private static final String SQL = "create table t (id int);";

	@Test
	void missingOptionIsWrongUsage() {
		assertThat(diff("--from", url())).isEqualTo(2);
		assertThat(err()).contains("--to").contains("automigrate diff --help");
		assertThat(out()).isEmpty();
	}

	@Test
	void unknownValuesAreWrongUsage() throws IOException {
		String to = file("to.sql", SQL);
		for (String[] wrong : new String[][] { { "--allow", "EVERYTHING" }, { "--rename", "a" }, { "--policy", "ALL" },
				{ "--format", "xml" }, { "--no-such-option" }, { "--online-above", "much" } }) {
			String[] options = new String[4 + wrong.length];
			System.arraycopy(new String[] { "--from", url(), "--to", to }, 0, options, 0, 4);
			System.arraycopy(wrong, 0, options, 4, wrong.length);
			assertThat(diff(options)).as(wrong[0]).isEqualTo(2);
			assertThat(err()).contains(wrong[wrong.length - 1]).doesNotContain("\tat ");
		}
	}

	@Test
	void sidesThatCannotBeAreWrongUsage() throws IOException {
		String to = file("to.sql", SQL);
		assertThat(diff("--from", to, "--to", to)).isEqualTo(2);
		assertThat(err()).contains("--dev-url");
		assertThat(diff("--from", url(), "--from", to, "--to", to)).isEqualTo(2);
		assertThat(err()).contains("either one database or files");
		assertThat(diff("--from", "jdbc:mysql://localhost/db?password=s3cret", "--to", to)).isEqualTo(2);
		assertThat(err()).contains("jdbc:postgresql://host:5432/database").doesNotContain("s3cret");
	}

	@Test
	void passwordInAMisplacedUrlIsNotShown() throws IOException {
		assertThat(diff("jdbc:postgresql://localhost/db?user=u&password=s3cret", "--from", url(), "--to",
				file("to.sql", SQL)))
			.isEqualTo(2);
		assertThat(err()).contains("password=***").doesNotContain("s3cret");
	}

	@Test
	void missingFileIsNamed() {
		assertThat(diff("--from", url(), "--to", this.directory.resolve("absent.sql").toString())).isEqualTo(1);
		assertThat(err()).contains("absent.sql cannot be read: it does not exist").contains("Correct the path");
		assertThat(out()).isEmpty();
	}

	@Test
	void directoryWithoutFilesIsNotAnEmptySchema() {
		assertThat(diff("--from", url(), "--to", this.directory.toString())).isEqualTo(1);
		assertThat(err()).contains("has no .sql files");
	}

	@Test
	void fileThatIsNoTextIsNamed() throws IOException {
		Files.write(this.directory.resolve("binary.sql"), new byte[] { (byte) 0xff, (byte) 0xfe });
		assertThat(diff("--from", url(), "--to", this.directory.resolve("binary.sql").toString())).isEqualTo(1);
		assertThat(err()).contains("binary.sql cannot be read").contains("UTF-8");
	}

	@Test
	void rejectedStatementIsShownWithItsPlaceOnEitherSide() throws IOException {
		String bad = file("bad.sql", SQL + "\n  create table x (id int, constraint c check (absent > 0));");
		String good = file("good.sql", SQL);
		for (String[] sides : new String[][] { { url(), bad }, { bad, url() }, { bad, good }, { good, bad } }) {
			assertThat(diff("--from", sides[0], "--to", sides[1], "--dev-url", url())).isEqualTo(1);
			assertThat(err()).contains("bad.sql, line 2, column ")
				.contains("\"absent\" does not exist")
				.contains("statement: create table x")
				.contains("Correct the source")
				.doesNotContain("\tat ");
			assertThat(out()).isEmpty();
		}
	}

	@Test
	void statementsThatEndTransactionsAreRejected() throws IOException {
		assertThat(diff("--from", url(), "--to", file("to.sql", SQL + "\ncommit;"))).isEqualTo(1);
		assertThat(err()).contains("to.sql, line 2: COMMIT is not allowed");
	}

	@Test
	void serverThatIsDownIsTold() throws IOException {
		String down = "jdbc:postgresql://localhost:1/none?user=u&password=s3cret";
		assertThat(diff("--from", down, "--to", file("to.sql", SQL))).isEqualTo(1);
		assertThat(err()).contains("localhost:1").contains("JDBC URL").doesNotContain("s3cret", "spring.", "\tat ");
	}

	@Test
	void missingDatabaseIsTold() throws IOException {
		String none = url().replace(this.database.name(), "not_there");
		assertThat(diff("--from", none, "--to", file("to.sql", SQL))).isEqualTo(1);
		assertThat(err()).contains("\"not_there\" does not exist");
	}

	@Test
	void wrongPasswordIsToldAndNotShown() throws Exception {
		String role = this.database.createRole("login", "");
		askForPassword(role);
		String to = file("to.sql", "");
		assertThat(diff("--from", this.database.url(), "--to", to, "--user", role, "--password=s3cret", "--verbose"))
			.isEqualTo(1);
		assertThat(err()).contains("password authentication failed for user \"" + role + "\"").doesNotContain("s3cret");
		assertThat(diff("--from", this.database.url(), "--to", to, "--user", role, "--password=" + role)).as(said())
			.isZero();
		this.environment.put("PGUSER", role);
		this.environment.put("PGPASSWORD", "s3cret");
		assertThat(diff("--from", this.database.url(), "--to", to)).isEqualTo(1);
		this.environment.put("PGPASSWORD", role);
		assertThat(diff("--from", this.database.url(), "--to", to)).as(said()).isZero();
		this.environment.put("PGPASSWORD", "s3cret");
		assertThat(diff("--from", this.database.url() + "?password=" + role, "--to", to)).as(said()).isZero();
	}

	@Test
	void schemaThatDoesNotExistIsNoEmptyOne() {
		assertThat(diff("--from", url(), "--to", url() + "#absent")).isEqualTo(1);
		assertThat(err()).contains("The schema \"absent\" does not exist");
		assertThat(diff("--from", url() + "#absent", "--to", url() + "#absent")).isEqualTo(1);
		assertThat(diff("--from", url(), "--to", url(), "--schema", "absent")).isEqualTo(1);
	}

	@Test
	void schemaOfSomebodyElseIsComparedWithOneOfItsName() {
		String role = this.database.createRole("reader", "");
		this.database.execute("create schema a; create schema b; create table a.t (id int); create table b.t (id int);"
				+ "grant usage on schema a, b to " + role);
		String url = this.database.url() + "?user=" + role + "&password=" + role;
		assertThat(diff("--from", url + "#a", "--to", url + "#a")).as(said()).isZero();
		assertThat(diff("--from", url + "#a", "--to", url + "#b")).isEqualTo(1);
		assertThat(err()).contains("does not own schema \"b\"").contains("Connect as its owner");
	}

	@Test
	void outputThatCannotBeWrittenIsTold() throws IOException {
		String absent = this.directory.resolve("absent").resolve("plan.sql").toString();
		assertThat(diff("--from", url(), "--to", file("to.sql", SQL), "--output", absent)).isEqualTo(1);
		assertThat(err()).contains("cannot be written").contains("plan.sql");
	}

	@Test
	void stackTraceIsShownOnDemandOnly() throws IOException {
		String bad = file("bad.sql", "create tabel t (id int);");
		assertThat(diff("--from", url(), "--to", bad)).isEqualTo(1);
		assertThat(err()).contains("bad.sql, line 1").doesNotContain("\tat ");
		assertThat(diff("--from", url(), "--to", bad, "--verbose")).isEqualTo(1);
		assertThat(err()).contains("bad.sql, line 1").contains("\tat ");
	}

	@Test
	void helpNamesTheExitCodes() {
		assertThat(diff("--help")).isZero();
		assertThat(out()).contains("Exit codes:").contains("wrong usage").contains("--dev-url");
	}

	/** The embedded server trusts everybody unless told otherwise. */
	private void askForPassword(String role) throws Exception {
		this.database.execute("""
				select lo_from_bytea(4711, convert_to('host all %s all scram-sha-256' || chr(10)
					|| pg_read_file(current_setting('hba_file')), 'UTF8'))""".formatted(role));
		this.database.execute("select lo_export(4711, current_setting('hba_file')); select pg_reload_conf()");
		while (letsIn(role)) {
			Thread.sleep(20);
		}
	}

	private boolean letsIn(String role) {
		try (Connection connection = DriverManager.getConnection(this.database.url(), role, "wrong")) {
			return connection.isValid(5);
		}
		catch (SQLException ex) {
			return false;
		}
	}

}
