package io.automigrate.diff;

/**
 * In what two objects of the same name can differ.
 */
public enum Aspect {

	/** Whether it is logged. */
	PERSISTENCE("persistence"),
	/** The partition key. */
	PARTITION_KEY("partition key"),
	/** The partitioned table it is part of, and for which rows. */
	PARTITION_OF("partition bound"),
	/** The tables it inherits from. */
	INHERITANCE("parents"),
	/** Storage parameters or options. */
	PARAMETERS("storage parameters"),
	/** The access method of a table. */
	ACCESS_METHOD("access method"),
	/** The tablespace. */
	TABLESPACE("tablespace"),
	/** What identifies a row in logical replication. */
	REPLICA_IDENTITY("replica identity"),
	/** Whether row-level security is enabled. */
	ROW_SECURITY("row-level security"),
	/** Whether row-level security binds the owner. */
	FORCE_ROW_SECURITY("row-level security of the owner"),
	/** The type of a column, with its collation. */
	TYPE("type"),
	/** Whether NULL is taken. */
	NULLABILITY("nullability"),
	/** The name of a NOT NULL constraint. */
	NOT_NULL_NAME("name of NOT NULL"),
	/** Whether NOT NULL holds for tables that inherit, too. */
	NOT_NULL_SCOPE("scope of NOT NULL"),
	/** How a column's identity is generated. */
	IDENTITY("identity"),
	/** The name of the sequence behind a column's identity. */
	SEQUENCE_NAME("sequence name"),
	/** What a column is generated from. */
	GENERATION("generation expression"),
	/** How a column is stored. */
	STORAGE("storage"),
	/** How a column is compressed. */
	COMPRESSION("compression"),
	/** The statistics target of a column. */
	STATISTICS("statistics target"),
	/** What a partition has that its parent's indexes and keys lack. */
	ATTACHED("attached indexes"),
	/** What it is: an expression, a query, a body. */
	DEFINITION("definition"),
	/** Whether what there is has been checked, or built to the end. */
	VALIDITY("state"),
	/** Whether a table is clustered on it. */
	CLUSTERING("clustering"),
	/** How a sequence counts. */
	OPTIONS("definition"),
	/** The column that a sequence is dropped with. */
	OWNERSHIP("owner"),
	/** The values of an enum type. */
	VALUES("list of values"),
	/** The attributes of a composite type. */
	ATTRIBUTES("attributes"),
	/** The default of a domain or of a view's column. */
	DEFAULT("default"),
	/** The check constraints of a domain. */
	CHECKS("check constraints"),
	/** Whom a policy is for. */
	ROLES("roles"),
	/** When a trigger fires. */
	ENABLED("activation"),
	/** The version of an extension. */
	VERSION("version"),
	/** The schema of an extension. */
	SCHEMA("schema"),
	/** The comments on parts that have no name of their own here. */
	PART_COMMENTS("comments on its parts"),
	/** Privileges that are asked for and not there. */
	GRANTS("privileges"),
	/** Privileges that are there and not asked for. */
	REVOKES("surplus privileges"),
	/** The comment. */
	COMMENT("comment");

	private final String label;

	Aspect(String label) {
		this.label = label;
	}

	/**
	 * Returns the aspect's name in a sentence.
	 * @return the name
	 */
	public String label() {
		return this.label;
	}

	/**
	 * Returns whether a source that does not speak of it leaves it open, rather than
	 * asking for none: what the live side alone has of it is surplus.
	 * @return whether it is optional
	 */
	public boolean optional() {
		return switch (this) {
			case PARAMETERS, TABLESPACE, ACCESS_METHOD, REPLICA_IDENTITY, ROW_SECURITY, FORCE_ROW_SECURITY, STORAGE,
					COMPRESSION, STATISTICS, CLUSTERING, VALIDITY, PART_COMMENTS, COMMENT ->
				true;
			default -> false;
		};
	}

}
