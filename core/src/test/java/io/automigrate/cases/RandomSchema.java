package io.automigrate.cases;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Writes DDL over every kind of object, with names of a small pool so that two random
 * schemas have much in common. Not all of it is valid: PostgreSQL has the last word, and
 * what it rejects, or does not know yet, is left out.
 */
final class RandomSchema {

	/** Roles that random schemas grant to. */
	static final List<String> ROLES = List.of("pair_reader", "pair_writer");

	private static final int SCHEMAS = 0;

	private static final int TYPES = 1;

	private static final int EARLY_FUNCTIONS = 2;

	private static final int SEQUENCES = 3;

	private static final int TABLES = 4;

	private static final int PARTITIONS = 5;

	private static final int INDEXES = 6;

	private static final int FOREIGN_KEYS = 7;

	private static final int VIEWS = 8;

	private static final int LATE_FUNCTIONS = 9;

	private static final int TRIGGERS = 10;

	private static final int ACCESS = 11;

	private static final int COMMENTS = 12;

	private static final List<String> RELATIONS = List.of("r1", "r2", "r3", "r4", "r5", "app.r1", "app.r6");

	private static final List<String> TYPE_NAMES = List.of("y1", "y2", "y3", "app.y1");

	private static final List<String> COLUMNS = List.of("a", "b", "c", "d", "e", "f");

	private static final List<String> SCALARS = List.of("integer", "integer", "integer", "bigint", "bigint", "smallint",
			"numeric(10,2)", "numeric(12,4)", "numeric", "text", "text", "text", "varchar(20)", "varchar(40)",
			"varchar", "char(3)", "citext", "boolean", "date", "timestamp", "timestamptz", "timestamptz(3)", "interval",
			"uuid", "jsonb", "bytea", "int4range", "tsvector", "inet", "integer[]", "text[]", "double precision",
			"bit(4)", "time(0)");

	private static final Map<String, List<String>> LITERALS = literals();

	private final Random random;

	private final List<RandomStatement> statements = new ArrayList<>();

	/** The columns of tables, partitioned ones too, with their types. */
	private final Map<String, Map<String, String>> tables = new LinkedHashMap<>();

	private final Map<String, Map<String, String>> views = new LinkedHashMap<>();

	private final Map<String, List<String>> keys = new LinkedHashMap<>();

	private final Map<String, List<String>> enums = new LinkedHashMap<>();

	private final Map<String, String> domains = new LinkedHashMap<>();

	private final List<String> composites = new ArrayList<>();

	private final List<String> sequences = new ArrayList<>();

	private RandomSchema(Random random) {
		this.random = random;
	}

	static List<RandomStatement> write(Random random) {
		RandomSchema schema = new RandomSchema(random);
		schema.write();
		return schema.statements;
	}

	/** Another schema that has most of what one has, and some of what the other has. */
	static List<RandomStatement> cross(Random random, List<RandomStatement> one, List<RandomStatement> other) {
		List<RandomStatement> first = pick(random, one, 0.85);
		List<RandomStatement> second = pick(random, other, 0.25);
		List<RandomStatement> crossed = new ArrayList<>();
		crossed.addAll(random.nextBoolean() ? first : second);
		crossed.addAll(crossed.equals(first) ? second : first);
		crossed.sort((a, b) -> Integer.compare(a.phase(), b.phase()));
		return crossed;
	}

	private static List<RandomStatement> pick(Random random, List<RandomStatement> statements, double share) {
		List<RandomStatement> picked = new ArrayList<>();
		for (RandomStatement statement : statements) {
			if (random.nextDouble() < share) {
				picked.add(statement
					.with(statement.parts().stream().filter((part) -> random.nextDouble() < 0.92).toList()));
			}
		}
		return picked;
	}

	/** Rows for tables that a schema has. */
	static List<String> rows(Random random, List<RandomStatement> statements) {
		RandomSchema schema = new RandomSchema(random);
		List<String> rows = new ArrayList<>();
		for (RandomStatement statement : statements) {
			if (statement.phase() == TABLES && statement.head().endsWith("(") && random.nextBoolean()) {
				Map<String, String> columns = new LinkedHashMap<>();
				for (String part : statement.parts()) {
					String[] words = part.split(" ", 3);
					if (COLUMNS.contains(words[0]) && !part.contains("generated") && words.length > 1) {
						columns.put(words[0], words[1]);
					}
				}
				String table = statement.head().replaceAll("create (unlogged )?table ", "").replace(" (", "");
				for (int i = 0; i < 3; i++) {
					rows.add("insert into " + table + " (" + String.join(", ", columns.keySet()) + ") values ("
							+ columns.values()
								.stream()
								.map((type) -> schema.chance(0.15) ? "null" : schema.literal(type))
								.collect(Collectors.joining(", "))
							+ ")");
				}
			}
		}
		return rows;
	}

	private static Map<String, List<String>> literals() {
		Map<String, List<String>> literals = new LinkedHashMap<>();
		literals.put("integer[]", List.of("'{1,2}'", "array[1, 2]", "'{}'::integer[]"));
		literals.put("text[]", List.of("'{a,b}'", "array['x', 'y z']", "'{}'"));
		literals.put("bigint", List.of("0", "7", "9000000000", "-1"));
		literals.put("smallint", List.of("0", "3"));
		literals.put("numeric", List.of("1.5", "0", "-2.25"));
		literals.put("text", List.of("'x'", "'it''s'", "''", "'a;b'", "lower('ABC')"));
		literals.put("varchar", List.of("'x'", "'long'", "''"));
		literals.put("char", List.of("'x'", "'abc'"));
		literals.put("boolean", List.of("true", "false", "not true"));
		literals.put("date", List.of("'2024-01-01'", "current_date", "date '2020-02-29'"));
		literals.put("timestamp", List.of("now()", "'2024-01-01 12:00'", "current_timestamp"));
		literals.put("timestamptz", List.of("now()", "'2024-01-01 12:00+00'", "current_timestamp(3)"));
		literals.put("interval", List.of("'1 day'", "interval '2 hours'"));
		literals.put("uuid", List.of("gen_random_uuid()", "'11111111-1111-1111-1111-111111111111'"));
		literals.put("jsonb", List.of("'{}'", "'[1, 2]'", "jsonb_build_object('a', 1)"));
		literals.put("bytea", List.of("'\\x00'", "'\\xdeadbeef'"));
		literals.put("int4range", List.of("'[1,5)'", "int4range(1, 9)", "'empty'"));
		literals.put("tsvector", List.of("'a b'", "to_tsvector('simple', 'x')"));
		literals.put("inet", List.of("'10.0.0.1'", "inet '::1'"));
		literals.put("double", List.of("0.5", "1e10"));
		literals.put("bit", List.of("b'1010'"));
		literals.put("time", List.of("'12:00'", "localtime"));
		literals.put("integer", List.of("0", "1", "2", "42", "(1 + 1)", "-5"));
		return literals;
	}

	private void write() {
		if (chance(0.8)) {
			add(SCHEMAS, "create schema app");
		}
		for (String extension : List.of("citext", "pg_trgm")) {
			if (chance(0.15)) {
				add(SCHEMAS, "create extension " + extension + optional(0.3, " schema app"));
			}
		}
		TYPE_NAMES.forEach(this::type);
		earlyFunctions();
		for (String name : List.of("s1", "s2", "app.s1")) {
			if (chance(0.5)) {
				sequence(name);
			}
		}
		for (String name : RELATIONS) {
			double dice = this.random.nextDouble();
			if (dice < 0.5) {
				table(name, "");
			}
			else if (dice < 0.65) {
				partitioned(name);
			}
		}
		this.tables.keySet().forEach(this::indexes);
		this.tables.keySet().forEach(this::foreignKeys);
		for (String name : RELATIONS) {
			if (!this.tables.containsKey(name) && chance(0.75)) {
				view(name);
			}
		}
		lateFunctions();
		triggers();
		access();
		comments();
	}

	private void type(String name) {
		double dice = this.random.nextDouble();
		if (dice < 0.35) {
			List<String> values = new ArrayList<>();
			for (String value : List.of("one", "two", "three", "it's", "five")) {
				if (chance(0.6)) {
					values.add(value);
				}
			}
			if (chance(0.3)) {
				java.util.Collections.shuffle(values, this.random);
			}
			this.enums.put(name, values);
			this.statements.add(new RandomStatement(TYPES, "create type " + name + " as enum (",
					values.stream().map((value) -> "'" + value.replace("'", "''") + "'").toList(), ")"));
		}
		else if (dice < 0.6) {
			String base = (this.domains.isEmpty() || chance(0.85))
					? pick("integer", "text", "varchar(20)", "numeric(10,2)", "text[]") : pick(this.domains.keySet());
			this.domains.put(name, base);
			String checks = "";
			for (String check : List.of("k1", "k2")) {
				if (chance(0.3)) {
					checks += " " + (chance(0.7) ? "constraint " + check + " " : "") + "check ("
							+ pick("value is not null", "value::text <> 'q'", "value::text <> ''",
									"length(value::text) < 100")
							+ ")";
				}
			}
			add(TYPES,
					"create domain " + name + " as " + base
							+ (base.equals("text") ? optional(0.2, " collate \"C\"") : "")
							+ optional(0.3, " default " + literal(base))
							+ optional(0.2, pick(" not null", " constraint n1 not null")) + checks);
			if (chance(0.1)) {
				add(TYPES, "alter domain " + name + " add constraint k3 check (value is distinct from null) not valid");
			}
		}
		else if (dice < 0.8) {
			this.composites.add(name);
			this.statements.add(new RandomStatement(TYPES, "create type " + name + " as (",
					columns(1 + this.random.nextInt(3)).stream()
						.map((column) -> column + " "
								+ pick("integer", "text", "numeric(8,2)", "varchar(9)", "date", anyType()))
						.toList(),
					")"));
		}
	}

	private void earlyFunctions() {
		if (chance(0.7)) {
			add(EARLY_FUNCTIONS,
					function("f1(" + pick("x", "x", "y") + " integer)", "integer",
							"sql immutable" + optional(0.3, " strict") + optional(0.3, " parallel safe"),
							"select $1 + " + this.random.nextInt(3)));
		}
		if (chance(0.5)) {
			add(EARLY_FUNCTIONS, function("f2(x text" + optional(0.4, " default 'd'") + ")", "text",
					"plpgsql immutable", "begin return " + pick("x || 'a'", "upper(x)", "x") + "; end"));
		}
		if (chance(0.4)) {
			add(EARLY_FUNCTIONS, "create function f3(a integer, variadic b integer[]) returns "
					+ pick("integer", "bigint") + " immutable return a + " + this.random.nextInt(2));
		}
		if (chance(0.4)) {
			String type = anyType();
			add(EARLY_FUNCTIONS, function("f4(x " + type + ")", pick("boolean", "text"), "plpgsql stable",
					"begin return null; end"));
		}
		for (String name : List.of("g1", "g2", "app.g1")) {
			if (chance(0.7)) {
				add(EARLY_FUNCTIONS, function(name + "()", "trigger",
						"plpgsql" + optional(0.2, " security definer")
								+ optional(0.2, " set search_path = app, public"),
						"begin " + pick("return new;", "return null;", "raise notice 'x'; return new;") + " end"));
			}
		}
	}

	private static String function(String signature, String returned, String options, String body) {
		return "create function " + signature + " returns " + returned + " language " + options + " as $$" + body
				+ "$$";
	}

	private void sequence(String name) {
		this.sequences.add(name);
		add(SEQUENCES,
				"create " + optional(0.1, "unlogged ") + "sequence " + name
						+ optional(0.3, " as " + pick("smallint", "integer"))
						+ optional(0.3, " increment " + pick("2", "10", "-1")) + optional(0.2, " minvalue -100")
						+ optional(0.2, " maxvalue 30000") + optional(0.2, " start 5") + optional(0.2, " cache 10")
						+ optional(0.2, " cycle"));
	}

	private List<String> columns(int number) {
		List<String> columns = new ArrayList<>(COLUMNS);
		java.util.Collections.shuffle(columns, this.random);
		return columns.subList(0, Math.min(number, columns.size()));
	}

	private void table(String name, String inherits) {
		Map<String, String> columns = new LinkedHashMap<>();
		List<String> parts = new ArrayList<>();
		if (chance(0.8)) {
			columns.put("id", pick("integer", "bigint"));
			parts.add("id " + columns.get("id")
					+ pick("", " not null", " generated always as identity", " generated by default as identity"
							+ pick("", " (start 10)", " (increment by 2 cache 3)", " (minvalue 0 start 0 cycle)")));
		}
		for (String column : columns(1 + this.random.nextInt(5))) {
			parts.add(column(column, columns));
		}
		constraints(name, columns, parts);
		String parent = "";
		if (!this.tables.isEmpty() && chance(0.1)) {
			parent = " inherits (" + pick(this.tables.keySet()) + optional(0.2, ", " + pick(this.tables.keySet()))
					+ ")";
		}
		String options = optional(0.15,
				" with (" + pick("fillfactor = 70", "fillfactor = 80, autovacuum_enabled = false",
						"toast.autovacuum_enabled = false", "autovacuum_vacuum_scale_factor = 0.05") + ")");
		this.tables.put(name, columns);
		this.statements
			.add(new RandomStatement(TABLES, "create " + optional(0.08, "unlogged ") + "table " + name + " (", parts,
					")" + inherits + parent + options));
		if (chance(0.1) && !columns.isEmpty()) {
			add(TABLES, "alter table " + name + " alter " + pick(columns.keySet()) + " set " + pick("storage external",
					"storage plain", "storage main", "compression pglz", "statistics 50", "(n_distinct = 5)"));
		}
		if (chance(0.1) && !columns.isEmpty()) {
			add(INDEXES,
					"alter table " + name + " add constraint later "
							+ pick("check (" + condition(columns) + ") not valid",
									"check (" + condition(columns) + ") not enforced",
									"not null " + pick(columns.keySet()) + pick(" not valid", " no inherit")));
		}
	}

	private String column(String column, Map<String, String> columns) {
		String type = anyType();
		String definition = column + " " + type;
		if (type.matches("text|varchar.*") && chance(0.15)) {
			definition += pick(" collate \"C\"", " collate \"POSIX\"");
		}
		double dice = this.random.nextDouble();
		if (dice < 0.35) {
			definition += " default " + value(type);
		}
		else if (dice < 0.45 && !columns.isEmpty()) {
			definition += " generated always as (" + expression(type, columns, false) + ")"
					+ pick(" stored", " stored", " virtual");
		}
		else if (dice < 0.5 && type.matches("integer|bigint|smallint")) {
			definition += " not null generated " + pick("always", "by default") + " as identity"
					+ optional(0.4, " (sequence name " + column + "_numbers)");
		}
		columns.put(column, type);
		return definition + optional(0.25,
				optional(0.2, " constraint nn_" + column) + " not null" + optional(0.1, " no inherit"));
	}

	/** A value for a default. */
	private String value(String type) {
		if (type.matches("integer|bigint") && chance(0.4)) {
			return !this.sequences.isEmpty() && chance(0.6) ? "nextval('" + pick(this.sequences) + "')"
					: pick("f1(3)", "f3(1, 2, 3)");
		}
		if (type.equals("text") && chance(0.2)) {
			return pick("f2('x')", "f2()", "current_user");
		}
		return literal(type);
	}

	private String literal(String type) {
		if (type.startsWith("y") || type.startsWith("app.y")) {
			String name = type.replace("[]", "");
			if (type.endsWith("[]")) {
				return "'{}'";
			}
			if (this.enums.containsKey(name) && !this.enums.get(name).isEmpty()) {
				return "'" + pick(this.enums.get(name)).replace("'", "''") + "'";
			}
			return this.domains.containsKey(name) ? literal(this.domains.get(name))
					: pick("'one'", "'two'", "'(1)'", "null");
		}
		if (LITERALS.containsKey(type)) {
			return pick(LITERALS.get(type));
		}
		String stem = type.replaceAll("[^a-z].*", "");
		return LITERALS.containsKey(stem) ? pick(LITERALS.get(stem)) : "null";
	}

	private String anyType() {
		if (chance(0.2)) {
			List<String> own = new ArrayList<>(this.enums.keySet());
			own.addAll(this.domains.keySet());
			own.addAll(this.composites);
			if (!own.isEmpty()) {
				return pick(own) + optional(0.15, "[]");
			}
		}
		return pick(SCALARS);
	}

	/** An expression over columns that is hopefully of a type. */
	private String expression(String type, Map<String, String> columns, boolean mayBeVolatile) {
		String column = pick(columns.keySet());
		String other = columns.get(column);
		if (type.equals("integer") && !named(columns, "integer").isEmpty()) {
			String integer = pick(named(columns, "integer"));
			return pick(integer + " + 1", "f1(" + integer + ")", integer + " * 2 - " + integer,
					"coalesce(" + integer + ", 0)");
		}
		if (type.equals("text")) {
			return other.equals("text") ? pick("lower(" + column + ")", "f2(" + column + ")", column + " || 'x'")
					: (mayBeVolatile ? column + "::text" : "'constant'::text");
		}
		if (type.equals("boolean")) {
			return condition(columns);
		}
		return other.equals(type) ? column : literal(type);
	}

	private String condition(Map<String, String> columns) {
		String column = pick(columns.keySet());
		String type = columns.get(column);
		return switch (type) {
			case "integer", "bigint", "smallint", "numeric" ->
				pick(column + " > 0", column + " between 0 and 100", column + " in (1, 2, 3)",
						"f1(" + column + "::integer) > 1", column + " <> 7 and " + column + " is not null");
			case "text" -> pick(column + " <> ''", "length(" + column + ") < 10", column + " like 'a%'",
					column + " in ('x', 'y')", "f2(" + column + ") <> 'q'", column + " ~ '^[a-z]+$'");
			case "varchar(20)", "varchar(40)", "varchar", "char(3)" ->
				pick(column + " <> ''", column + " > 'a'", column + " like 'b%'");
			case "boolean" -> pick(column, "not " + column, column + " is true");
			case "date", "timestamp", "timestamptz" -> pick(column + " > '2000-01-01'", column + " is not null");
			default ->
				this.enums.containsKey(type) && !this.enums.get(type).isEmpty() ? pick(column + " = " + literal(type),
						column + " in (" + literal(type) + ", " + literal(type) + ")",
						column + " <> " + literal(type) + "::" + type) : column + " is not null";
		};
	}

	private static List<String> named(Map<String, String> columns, String type) {
		return columns.keySet().stream().filter((column) -> columns.get(column).equals(type)).toList();
	}

	private static List<String> comparable(Map<String, String> columns) {
		Predicate<String> fits = (column) -> !columns.get(column).matches("tsvector|.*jsonb.*|.*\\[\\]");
		return columns.keySet().stream().filter(fits).toList();
	}

	private void constraints(String table, Map<String, String> columns, List<String> parts) {
		List<String> comparable = comparable(columns);
		String named = table.replace("app.", "");
		if (!comparable.isEmpty() && chance(0.7)) {
			String key = columns.containsKey("id") && chance(0.8) ? "id" : some(comparable, 2);
			this.keys.computeIfAbsent(table, (name) -> new ArrayList<>()).add(key);
			parts.add(optional(0.3, "constraint " + named + "_" + pick("key1", "pk") + " ") + "primary key (" + key
					+ ")" + optional(0.1, " include (" + pick(columns.keySet()) + ")") + deferrable(0.1));
		}
		if (!comparable.isEmpty() && chance(0.35)) {
			String key = some(comparable, 2);
			String deferrable = deferrable(0.2);
			if (deferrable.isEmpty()) {
				this.keys.computeIfAbsent(table, (name) -> new ArrayList<>()).add(key);
			}
			parts.add(optional(0.5, "constraint " + named + "_" + pick("key1", "key2", "i1") + " ") + "unique"
					+ optional(0.15, " nulls not distinct") + " (" + key + ")" + deferrable);
		}
		for (String name : List.of("check1", "check2")) {
			if (chance(0.25) && !columns.isEmpty()) {
				parts.add(optional(0.6, "constraint " + name + " ") + "check (" + condition(columns) + ")"
						+ optional(0.1, " no inherit"));
			}
		}
		List<String> ranges = named(columns, "int4range");
		if (ranges.size() > 1 && chance(0.7)) {
			parts.add("constraint temporal1 unique (" + ranges.get(0) + ", " + ranges.get(1) + " without overlaps)");
		}
		if (!ranges.isEmpty() && chance(0.5)) {
			parts.add(optional(0.5, "constraint excl1 ") + "exclude using gist (" + pick(ranges) + " with "
					+ pick("&&", "=") + ")" + optional(0.2, " where (" + condition(columns) + ")") + deferrable(0.1));
		}
		else if (!comparable.isEmpty() && chance(0.05)) {
			parts.add("exclude (" + pick(comparable) + " with =)" + deferrable(0.3));
		}
	}

	private String deferrable(double share) {
		return optional(share, pick(" deferrable", " deferrable initially deferred"));
	}

	private String some(List<String> columns, int most) {
		List<String> shuffled = new ArrayList<>(columns);
		java.util.Collections.shuffle(shuffled, this.random);
		return String.join(", ", shuffled.subList(0, Math.min(1 + this.random.nextInt(most), shuffled.size())));
	}

	private void partitioned(String name) {
		Map<String, String> columns = new LinkedHashMap<>();
		List<String> parts = new ArrayList<>();
		String key = pick("integer", "integer", "date", "text");
		columns.put("id", key);
		parts.add("id " + key + optional(0.5, " not null"));
		columns.put("a", "integer");
		parts.add("a integer" + optional(0.3, " default 1"));
		for (String column : columns(1 + this.random.nextInt(3))) {
			if (!columns.containsKey(column)) {
				parts.add(column(column, columns));
			}
		}
		String method = pick("range", "list", "hash");
		String by = switch (method) {
			case "range" -> pick("(id)", "(id)", "(id)", "(id, a)");
			case "hash" -> pick("(id)", "(id)", "(id)", "(id, a)", "((a + 1))");
			default -> pick("(id)", "(id)", "(id)", "(coalesce(id, id))");
		};
		if (chance(0.5)) {
			this.keys.computeIfAbsent(name, (table) -> new ArrayList<>()).add("id");
			parts.add(optional(0.3, "constraint " + name.replace("app.", "") + "_pk ") + "primary key (id)");
		}
		if (chance(0.3)) {
			parts.add("check (" + condition(columns) + ")");
		}
		if (chance(0.2)) {
			parts.add("unique (id, a)");
		}
		this.tables.put(name, columns);
		this.statements.add(new RandomStatement(TABLES, "create table " + name + " (", parts,
				") partition by " + method + " " + by));
		for (int i = 0; i < 3; i++) {
			if (chance(0.7)) {
				partition(name, by.equals("(id, a)") ? method + by : method, key, i);
			}
		}
		if (!method.equals("hash") && chance(0.3)) {
			add(PARTITIONS, "create table " + name + "_p9 partition of " + name + " default");
		}
	}

	private void partition(String parent, String method, String key, int number) {
		String name = parent + "_p" + number;
		String bounds = switch (method) {
			case "range(id, a)" -> "from (" + bound(key, number) + ", " + pick("minvalue", "0") + ") to ("
					+ bound(key, number) + ", " + pick("maxvalue", "100") + ")";
			case "hash", "hash(id, a)" -> "with (modulus " + pick("3", "3", "4") + ", remainder " + number + ")";
			case "list" -> "in (" + bound(key, number) + optional(0.2, ", " + bound(key, number + 5)) + ")";
			default -> "from (" + (number == 0 && chance(0.3) ? "minvalue" : bound(key, number)) + ") to ("
					+ (number == 2 && chance(0.3) ? "maxvalue" : bound(key, number + 1)) + ")";
		};
		boolean deeper = chance(0.2);
		if (chance(0.15)) {
			add(PARTITIONS, "create table " + name + " (like " + parent + " including all)");
			add(PARTITIONS, "alter table " + parent + " attach partition " + name + " for values " + bounds);
			return;
		}
		add(PARTITIONS,
				"create table " + name + " partition of " + parent + " for values " + bounds
						+ (deeper ? " partition by " + pick("list (id)", "hash (id)", "range (a)")
								: optional(0.15, " with (fillfactor = 60)")));
		if (deeper) {
			add(PARTITIONS,
					"create table " + name + "_q1 partition of " + name
							+ pick(" default", " for values in (" + bound(key, number) + ")",
									" for values with (modulus 2, remainder 0)", " for values from (0) to (10)"));
		}
		else if (chance(0.2)) {
			add(PARTITIONS, pick("create index on " + name + " (a)",
					"create unique index " + name.replace("app.", "") + "_i on " + name + " (id, a)",
					"alter table " + name + " add constraint own check (a > 0)",
					"alter table " + name + " alter a set default 5", "alter table " + name + " alter a set not null"));
		}
	}

	private static String bound(String key, int number) {
		return switch (key) {
			case "date" -> "'2024-0" + (number % 9 + 1) + "-01'";
			case "text" -> "'" + (char) ('a' + number) + "'";
			default -> Integer.toString(number * 10);
		};
	}

	private void indexes(String table) {
		Map<String, String> columns = this.tables.get(table);
		String named = table.replace("app.", "");
		for (int i = 0; i < 3 && !columns.isEmpty(); i++) {
			if (chance(0.4)) {
				index(pick("", named + "_i1", named + "_i2", named + "_key2"), table, columns);
			}
		}
		if (chance(0.05)) {
			add(INDEXES, "alter table " + table + " cluster on " + named + pick("_i1", "_pkey"));
		}
		if (chance(0.08)) {
			add(INDEXES, "alter table " + table + " replica identity "
					+ pick("full", "nothing", "using index " + named + "_i1", "using index " + named + "_pkey"));
		}
	}

	private void index(String name, String relation, Map<String, String> columns) {
		String column = pick(columns.keySet());
		String type = columns.get(column);
		String using = "(" + column + pick("", "", " desc", " desc nulls last", " nulls first") + ")";
		switch (type) {
			case "jsonb" -> using = pick("using gin (" + column + ")", "using gin (" + column + " jsonb_path_ops)");
			case "integer[]", "text[]", "tsvector" ->
				using = "using gin (" + column + ")" + optional(0.3, " with (fastupdate = off)");
			case "int4range" -> using = "using gist (" + column + ")";
			case "text",
					"varchar(20)" ->
				using = pick("(" + column + ")", "(" + column + " text_pattern_ops)", "(" + column + " collate \"C\")",
						"using hash (" + column + ")", "using gin (" + column + " gin_trgm_ops)",
						"(lower(" + column + "))", "(f2(" + column + "))",
						"(lower(" + column + ") desc, " + column + ")");
			case "integer",
					"bigint" ->
				using = pick(using, using, "((" + column + " + 1))", "(f1(" + column + "::integer))",
						"using brin (" + column + ")" + optional(0.5, " with (pages_per_range = 16)"),
						"using hash (" + column + ")", using + " with (fillfactor = 50)",
						"(" + column + ", " + pick(columns.keySet()) + " desc)");
			default -> {
			}
		}
		boolean plain = using.startsWith("(") && !using.contains("with");
		add(INDEXES, "create " + (plain ? optional(0.25, "unique ") : "") + "index " + name + " on "
				+ optional(0.03, "only ") + relation + " " + using
				+ (plain ? optional(0.1, " include (" + pick(columns.keySet()) + ")") : "")
				+ (plain ? optional(0.05, " nulls not distinct") : "") + optional(0.2, " where " + condition(columns)));
		if (!name.isEmpty() && (using.contains("(lower") || using.startsWith("((")) && chance(0.4)) {
			add(INDEXES, "alter index " + name + " alter column 1 set statistics " + pick("10", "200"));
		}
	}

	private void foreignKeys(String table) {
		for (String name : List.of("fk1", "fk2")) {
			if (this.keys.isEmpty() || !chance(0.4)) {
				continue;
			}
			String target = pick(this.keys.keySet());
			String key = pick(this.keys.get(target));
			List<String> own = new ArrayList<>();
			Map<String, String> columns = this.tables.get(table);
			for (String column : List.of(key.split(", ", -1))) {
				String type = this.tables.get(target).get(column);
				List<String> fitting = columns.keySet()
					.stream()
					.filter((candidate) -> columns.get(candidate).equals(type) && !own.contains(candidate))
					.toList();
				own.add(fitting.isEmpty() ? "id" : pick(fitting));
			}
			add(FOREIGN_KEYS,
					"alter table " + table + " add " + optional(0.7, "constraint " + name + " ") + "foreign key ("
							+ String.join(", ", own) + ") references " + target + " (" + key + ")"
							+ optional(0.2, " match full")
							+ optional(0.4,
									" on delete " + pick("cascade", "set null", "set default", "restrict",
											"set null (" + own.get(0) + ")"))
							+ optional(0.2, " on update " + pick("cascade", "restrict", "set null")) + deferrable(0.2)
							+ pick("", "", "", "", "", "", "", "", " not valid", " not enforced"));
		}
		if (!this.sequences.isEmpty() && !this.tables.get(table).isEmpty() && chance(0.15)) {
			add(FOREIGN_KEYS, "alter sequence " + pick(this.sequences) + " owned by " + table + "."
					+ pick(this.tables.get(table).keySet()));
		}
	}

	private void view(String name) {
		Map<String, Map<String, String>> sources = new LinkedHashMap<>(this.tables);
		sources.putAll(this.views);
		sources.values().removeIf(Map::isEmpty);
		if (sources.isEmpty()) {
			return;
		}
		String source = pick(sources.keySet());
		Map<String, String> columns = sources.get(source);
		Map<String, String> selected = new LinkedHashMap<>();
		List<String> parts = new ArrayList<>();
		String tail = " from " + source;
		double dice = this.random.nextDouble();
		if (dice < 0.15) {
			parts.add("*");
			selected.putAll(columns);
		}
		else if (dice < 0.3) {
			String column = pick(columns.keySet());
			parts.add(column);
			parts.add("count(*) as n");
			selected.put(column, columns.get(column));
			selected.put("n", "bigint");
			tail += " group by " + column;
		}
		else if (dice < 0.4 && this.keys.containsKey(source)) {
			parts.add("max(" + source.replace("app.", "") + ".ctid::text) as m");
			columns.keySet().stream().limit(2).forEach((column) -> {
				parts.add(column);
				selected.put(column, columns.get(column));
			});
			selected.put("m", "text");
			tail += " group by " + this.keys.get(source).get(0);
		}
		else {
			for (String column : columns.keySet()) {
				if (chance(0.6)) {
					parts.add(column);
					selected.put(column, columns.get(column));
				}
			}
			if (chance(0.4)) {
				String type = pick("integer", "text", "boolean");
				parts.add(expression(type, columns, true) + " as x");
				selected.put("x", type);
			}
			if (parts.isEmpty()) {
				parts.add("1 as x");
				selected.put("x", "integer");
			}
			tail += optional(0.3, " where " + condition(columns));
		}
		if (dice > 0.7 && chance(0.2)) {
			String joined = pick(sources.keySet());
			parts.add("j." + pick(sources.get(joined).keySet()) + " as j1");
			tail = tail.replace(" from " + source, " from " + source + " cross join " + joined + " j");
		}
		boolean materialized = chance(0.3);
		this.views.put(name, selected);
		this.statements.add(new RandomStatement(VIEWS, "create " + (materialized ? "materialized " : "") + "view "
				+ name
				+ (materialized ? optional(0.1, " with (fillfactor = 50)")
						: optional(0.2,
								" with (" + pick("security_barrier", "security_invoker", "check_option = local") + ")"))
				+ " as select ", parts, tail + (materialized ? optional(0.3, " with no data") : "")));
		if (materialized && chance(0.6)) {
			String type = pick(selected.keySet());
			add(VIEWS, "create " + optional(0.4, "unique ") + "index " + pick("", name.replace("app.", "") + "_i1")
					+ " on " + name + " (" + type + ")");
		}
		else if (!materialized && chance(0.15)) {
			add(VIEWS, "alter view " + name + " alter " + pick(selected.keySet()) + " set default " + pick("1", "'x'"));
		}
	}

	private void lateFunctions() {
		List<String> relations = new ArrayList<>(this.tables.keySet());
		relations.addAll(this.views.keySet());
		if (relations.isEmpty()) {
			return;
		}
		for (String name : List.of("h1", "h2", "app.h1")) {
			String relation = pick(relations);
			if (!chance(0.5)) {
				continue;
			}
			String atomic = " begin atomic select count(*) from " + relation + "; end";
			switch (this.random.nextInt(7)) {
				case 5 -> add(LATE_FUNCTIONS,
						"create function " + name + "(x integer = 1) returns table (n bigint, m text) language sql as "
								+ "$$ select count(*), 'm'::text from " + relation + " $$" + optional(0.3, " rows 5"));
				case 0 -> add(LATE_FUNCTIONS, "create function " + name + "() returns bigint language sql" + atomic);
				case 1 -> add(LATE_FUNCTIONS, "create function " + name + "() returns setof " + relation
						+ " language sql stable as $$ select * from " + relation + " $$");
				case 2 -> add(LATE_FUNCTIONS, "create function " + name + "(r " + relation
						+ ") returns text language sql stable as $$ select 'x'::text $$");
				case 3 -> add(LATE_FUNCTIONS,
						"create function " + name + "(out n bigint, out m text) language plpgsql as $$"
								+ "begin select count(*), 'm' into n, m from " + relation + "; end$$"
								+ optional(0.3, " cost 50"));
				case 4 ->
					add(LATE_FUNCTIONS, "create procedure " + name + "(" + pick("x integer", "inout x integer", "")
							+ ") language plpgsql as $$begin delete from " + relation + "; end$$");
				default -> add(LATE_FUNCTIONS, "create procedure " + name + "(x integer) language sql"
						+ pick(atomic, " begin atomic delete from " + relation + "; end"));
			}
		}
		if (chance(0.2)) {
			add(LATE_FUNCTIONS, "create view v9 as select h1() as h");
		}
	}

	private void triggers() {
		for (String table : this.tables.keySet()) {
			for (String name : List.of("t1", "t2")) {
				if (!chance(0.25) || this.tables.get(table).isEmpty()) {
					continue;
				}
				Map<String, String> columns = this.tables.get(table);
				String column = pick(columns.keySet());
				String execute = " execute function " + pick("g1", "g2", "app.g1") + "(" + optional(0.2, "'arg'") + ")";
				add(TRIGGERS, switch (this.random.nextInt(5)) {
					case 0 -> "create trigger " + name + " before insert or update of " + column + " on " + table
							+ " for each row" + execute;
					case 1 -> "create trigger " + name + " after update on " + table + " for each row when (old."
							+ column + " is distinct from new." + column + ")" + execute;
					case 2 -> "create trigger " + name + " after insert on " + table
							+ " referencing new table as added for each statement" + execute;
					case 3 -> "create constraint trigger " + name + " after insert on " + table + deferrable(0.5)
							+ " for each row" + execute;
					default -> "create trigger " + name + " before delete or truncate on " + table
							+ " for each statement" + execute;
				});
				if (chance(0.15)) {
					add(TRIGGERS, "alter table " + table + " " + pick("disable", "enable always", "enable replica")
							+ " trigger " + name);
				}
			}
		}
		for (String view : this.views.keySet()) {
			if (chance(0.15)) {
				add(TRIGGERS, "create trigger t1 instead of " + pick("insert", "update", "insert or delete") + " on "
						+ view + " for each row execute function g1()");
			}
		}
	}

	private void access() {
		for (String table : this.tables.keySet()) {
			Map<String, String> columns = this.tables.get(table);
			if (chance(0.15)) {
				add(ACCESS, "alter table " + table + " enable row level security");
				if (chance(0.3)) {
					add(ACCESS, "alter table " + table + " force row level security");
				}
			}
			for (String name : List.of("p1", "p2")) {
				if (chance(0.15) && !columns.isEmpty()) {
					add(ACCESS,
							"create policy " + name + " on " + table + optional(0.2, " as restrictive")
									+ pick(" for select using (" + condition(columns) + ")",
											" for insert with check (" + condition(columns) + ")",
											optional(0.5, " to pair_reader") + " using (" + condition(columns) + ")",
											" using (exists (select from " + pick(this.tables.keySet()) + " where "
													+ condition(columns) + "))"));
				}
			}
			if (chance(0.25)) {
				add(ACCESS,
						"grant " + pick("select", "insert, update", "all", "select (" + any(columns) + ")",
								"update (" + any(columns) + ")") + " on " + table + " to " + pick(grantees())
								+ optional(0.1, " with grant option"));
			}
		}
		for (String view : this.views.keySet()) {
			if (chance(0.2)) {
				String column = any(this.views.get(view));
				add(ACCESS, "grant " + pick("select", "select (" + column + ")", "insert, update (" + column + ")")
						+ " on " + view + " to " + pick(grantees()));
			}
		}
		if (chance(0.3)) {
			add(ACCESS, pick("grant usage on schema app to pair_reader", "grant usage on sequence s1 to pair_writer",
					"grant execute on function f1(integer) to pair_reader",
					"revoke execute on function f1(integer) from public", "grant usage on type y1 to pair_reader",
					"revoke usage on type y2 from public", "grant all on sequence s2 to public",
					"grant execute on procedure h1(integer) to pair_reader",
					"grant create, usage on schema app to pair_writer with grant option",
					"grant insert (a), references (a) on r1 to pair_writer",
					"revoke all on function h1() from public"));
		}
	}

	private static List<String> grantees() {
		List<String> grantees = new ArrayList<>(ROLES);
		grantees.add("public");
		return grantees;
	}

	private String any(Map<String, String> columns) {
		return columns.isEmpty() ? "id" : pick(columns.keySet());
	}

	private void comments() {
		List<String> objects = new ArrayList<>(List.of("schema app", "type y1", "type y2", "domain y1", "sequence s1",
				"function f1(integer)", "function f2(text)", "function g1()", "function h1()", "procedure h1(integer)",
				"procedure h2(integer)", "column y1.a", "column y2.b", "constraint k1 on domain y1",
				"constraint n1 on domain y1", "constraint y2_not_null on domain y2", "sequence app.s1",
				"extension citext"));
		this.tables.forEach((table, columns) -> {
			objects.add("table " + table);
			objects.add("column " + table + "." + any(columns));
			objects.add("constraint " + table.replace("app.", "") + "_" + any(columns) + "_not_null on " + table);
			objects.add("constraint check1 on " + table);
			objects.add("constraint fk1 on " + table);
			objects.add("trigger t1 on " + table);
			objects.add("policy p1 on " + table);
			objects.add("index " + table + "_i1");
			objects.add("constraint " + table.replace("app.", "") + "_pkey on " + table);
		});
		this.views.keySet().forEach((view) -> {
			objects.add("view " + view);
			objects.add("materialized view " + view);
			objects.add("column " + view + "." + any(this.views.get(view)));
		});
		for (String object : objects) {
			if (chance(0.12)) {
				add(COMMENTS, "comment on " + object + " is '" + pick("one", "two", "it''s") + "'");
			}
		}
	}

	private void add(int phase, String sql) {
		this.statements.add(RandomStatement.of(phase, sql));
	}

	private boolean chance(double share) {
		return this.random.nextDouble() < share;
	}

	private String optional(double share, String text) {
		return chance(share) ? text : "";
	}

	private String pick(String... options) {
		return options[this.random.nextInt(options.length)];
	}

	private String pick(java.util.Collection<String> options) {
		return List.copyOf(options).get(this.random.nextInt(options.size()));
	}

}
