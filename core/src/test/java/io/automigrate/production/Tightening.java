package io.automigrate.production;

import io.automigrate.plan.ChangePolicy;

/**
 * A change that takes something from whoever writes as before: each kind that there is.
 */
enum Tightening {

	CHECK("", pets("constraint pets_chip check (chip >= 0)"), "insert into pets (id, chip) values (900, -1), (901, -7)",
			"-1"),

	NOT_NULL(ChangePolicy.ALTER, "", pets("").replace("chip int", "chip int not null"),
			"insert into pets (id, chip) values (900, null), (901, null)", ""),

	FOREIGN_KEY("", pets("constraint pets_owner foreign key (owner) references owners"),
			"insert into pets (id, owner) values (900, 4711), (901, 4712)", "4711"),

	UNIQUE("", pets("constraint pets_unique_chip unique (chip)"),
			"insert into pets (id, chip) values (900, 4711), (901, 4711)", "4711"),

	UNIQUE_INDEX("", pets("") + "create unique index pets_chip on pets (chip) where chip > 0;",
			"insert into pets (id, chip) values (900, 4711), (901, 4711)", "4711"),

	EXCLUSION("", pets("constraint pets_stay exclude using gist (stay with &&)"),
			"insert into pets (id, stay) values (900, '[4711,4720)'), (901, '[4715,4730)')", "4711"),

	DOMAIN_CHECK("create domain age as int;" + aged(),
			"create domain age as int constraint grown check (value < 50);" + aged(),
			"insert into aged values (900, 4711), (901, 4712)", "4711"),

	TYPE(ChangePolicy.ALTER, "", pets("").replace("name text", "name varchar(20)"),
			"insert into pets (id, name) values (900, repeat('long', 6)), (901, repeat('long', 7))", "longlong"),

	PARTITION(ChangePolicy.ALTER, days() + "create table days_old (id int not null, day date not null);",
			days() + "create table days_old partition of days for values from ('2000-01-01') to ('2020-01-01');",
			"insert into days_old values (900, '2044-01-01'), (901, '2045-01-01')", "2044-01-01"),

	TRIGGER("", pets("") + """
			create function refuse() returns trigger language plpgsql as
				$$ begin raise exception 'pets stay as they are'; end $$;
			create trigger refuses before insert or update or delete on pets for each row execute function refuse();""",
			"", ""),

	POLICY("", pets("") + """
			alter table pets enable row level security;
			create policy only_chips on pets using (chip > 10) with check (chip > 10);""", "", "");

	/** Something else in the same release that rows can be in the way of. */
	static final String COMPANION = "create table logs (id int primary key, level int%s);";

	static final String COMPANION_IN_THE_WAY = "insert into logs values (900, 4711)";

	private static final String ROWS = """
			insert into owners select n, 'owner ' || n from generate_series(1, 5) n;
			insert into pets select n, 'pet ' || n, n, 1 + n % 5, int4range(n, n + 1) from generate_series(1, 12) n;
			insert into logs select n, n % 5 from generate_series(1, 5) n;
			""";

	/** The least policy under which it is made. */
	private final ChangePolicy policy;

	private final String before;

	private final String after;

	/** Rows that stand in the way, which the old version may write; or empty. */
	final String inTheWay;

	/** One of the values that are shown, or empty where a value says nothing. */
	final String shown;

	Tightening(String before, String after, String inTheWay, String shown) {
		this(ChangePolicy.CREATE, before, after, inTheWay, shown);
	}

	Tightening(ChangePolicy policy, String before, String after, String inTheWay, String shown) {
		this.policy = policy;
		this.before = before;
		this.after = after;
		this.inTheWay = inTheWay;
		this.shown = shown;
	}

	private static String pets(String constraint) {
		return "create table pets (id int primary key, name text, chip int, owner int, stay int4range"
				+ (constraint.isEmpty() ? "" : ", " + constraint) + ");";
	}

	private static String aged() {
		return "create table aged (id int primary key, age age);";
	}

	private static String days() {
		return """
				create table days (id int not null, day date not null) partition by range (day);
				create table days_new partition of days for values from ('2020-01-01') to ('2040-01-01');
				""";
	}

	/** Returns the schema of the version that is running. */
	String before() {
		return schema(this.before, "");
	}

	/** Returns the schema of the next version. */
	String after() {
		return schema(this.after, ", constraint logs_level check (level < 100)");
	}

	private static String schema(String own, String companion) {
		return "create table owners (id int primary key, name text);" + COMPANION.formatted(companion)
				+ (own.contains("table pets") ? own : pets("") + own);
	}

	String rows() {
		String more = this.before.contains("days_old")
				? "insert into days_old select n, date '2010-01-01' + n from generate_series(1, 5) n;"
				: this.before.contains("aged") ? "insert into aged select n, n from generate_series(1, 5) n;" : "";
		return ROWS + more;
	}

	boolean under(ChangePolicy policy) {
		return policy != ChangePolicy.VALIDATE && policy.compareTo(this.policy) >= 0;
	}

}
