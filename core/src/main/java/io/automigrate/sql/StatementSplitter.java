package io.automigrate.sql;

import java.util.List;

final class StatementSplitter {

	private StatementSplitter() {
	}

	static List<SqlStatement> split(SqlScript script) {
		return List.of();
	}

}
