package io.automigrate.schema;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.automigrate.sql.Identifier;

/**
 * An object that is present and not compared.
 *
 * @param kind what it is, such as {@code view}
 * @param name its name, qualified and quoted where needed
 */
public record OtherObject(String kind, String name) {

	/** A schema and, up to arguments, what is in it: an operator has no letters. */
	private static final Pattern QUALIFIED = Pattern
		.compile(Identifier.PATTERN + "\\.(?:" + Identifier.PATTERN + "|[^\\p{L}\\s(\"]+)");

	/**
	 * Tell whether a statement names the object where an expression or a type would.
	 * @param sql the statement, with qualified names
	 * @return whether it does; never for kinds that nothing can be made of
	 */
	public boolean namedIn(String sql) {
		Matcher qualified = QUALIFIED.matcher(this.name);
		return switch (this.kind) {
			case "typed table", "privileges that an owner lacks", "privileges on a member of an extension",
					"comment on the index of a constraint", "name of a NOT NULL that is inherited",
					"settings of columns of a materialized view" ->
				false;
			default -> qualified.lookingAt()
					&& Pattern.compile("(?<![\\w$.\"])" + Pattern.quote(qualified.group()) + "(?![\\w$.\"])")
						.matcher(sql)
						.find();
		};
	}

}
