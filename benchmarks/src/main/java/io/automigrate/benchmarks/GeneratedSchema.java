package io.automigrate.benchmarks;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A schema of any size: each table has ten columns, a primary key, a unique constraint, a
 * foreign key and two indexes. The keys make a tree.
 */
final class GeneratedSchema {

	private GeneratedSchema() {
	}

	/**
	 * Return the schema as one script.
	 * @param tables how many tables it has
	 * @param furtherColumns how many columns the first of them has beyond its ten
	 * @return the statements
	 */
	static String ddl(int tables, int furtherColumns) {
		return IntStream.range(0, tables)
			.mapToObj((i) -> table(i, (i == 0) ? furtherColumns : 0))
			.collect(Collectors.joining());
	}

	private static String table(int number, int furtherColumns) {
		String further = IntStream.range(0, furtherColumns)
			.mapToObj((i) -> "\n\tfurther_" + i + " integer,")
			.collect(Collectors.joining());
		return """
				CREATE TABLE table_%1$d (
					id bigint NOT NULL,
					parent_id bigint,
					code varchar(40) NOT NULL,
					name varchar(200) NOT NULL,
					amount integer DEFAULT 0 NOT NULL,
					price numeric(12,2),
					created_at timestamptz DEFAULT now() NOT NULL,
					day date,
					active boolean DEFAULT true NOT NULL,
					token uuid,%3$s
					CONSTRAINT table_%1$d_pk PRIMARY KEY (id),
					CONSTRAINT table_%1$d_code UNIQUE (code),
					CONSTRAINT table_%1$d_parent FOREIGN KEY (parent_id) REFERENCES table_%2$d (id)
				);
				CREATE INDEX table_%1$d_by_parent ON table_%1$d (parent_id);
				CREATE INDEX table_%1$d_by_name ON table_%1$d (name, day DESC);
				""".formatted(number, number / 2, further);
	}

}
