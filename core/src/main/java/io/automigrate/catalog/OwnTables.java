package io.automigrate.catalog;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.automigrate.sql.Identifier;

/**
 * The tables in which Automigrate keeps what it has to remember. No comparison,
 * fingerprint, plan or export shows them. Known by their full names: a table of the
 * application that merely begins with {@code automigrate_} is compared like any other.
 * <p>
 * They have a primary key, and an identity column {@code id} at most; no other index,
 * sequence or constraint, since only those are hidden with them. The tables of versioned
 * migrations are named by the settings and are not among them.
 */
public final class OwnTables {

	/** Which catalogs were found in sync with which desired schema. */
	public static final String STATE = "automigrate_state";

	/** The desired schemas that were reached, and in which order. */
	public static final String DESIRED = "automigrate_desired";

	/** The instances of applications that are alive. */
	public static final String INSTANCES = "automigrate_instances";

	/** The journal of steps. */
	public static final String STEPS = "automigrate_steps";

	/** The names of all of them. */
	public static final Set<String> NAMES = Set.of(STATE, DESIRED, INSTANCES, STEPS);

	/** The names as SQL lists them. */
	static final String NAMES_SQL = Identifier.literals(NAMES.stream().sorted().toList());

	/** The names of the tables, and of their indexes and sequences, as SQL lists them. */
	static final String RELATIONS_SQL = Identifier.literals(NAMES.stream()
		.sorted()
		.flatMap((table) -> Stream.concat(Stream.of(table), List.of("_pkey", "_id_seq").stream().map(table::concat)))
		.toList());

	private OwnTables() {
	}

}
