package io.automigrate.plan;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;

import io.automigrate.schema.Column;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.Index;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.SchemaObject;
import io.automigrate.schema.Sequence;
import io.automigrate.schema.Table;
import io.automigrate.schema.View;
import io.automigrate.sql.QualifiedName;

/**
 * The names that objects occupy, and those that plans make up for a while.
 */
final class Names {

	/** What a plan makes for a while begins with this, so that the next run knows it. */
	private static final String PREFIX = "automigrate_";

	private Names() {
	}

	/** A name that only one object can have at a time. */
	record Claim(String space, QualifiedName name) {

	}

	static List<Claim> of(SchemaObject object) {
		List<Claim> claims = new ArrayList<>();
		ObjectName id = object.id();
		if (object instanceof Table table) {
			claims.add(new Claim("relation", table.name()));
			claims.add(new Claim("type", table.name()));
			table.columns().forEach((column) -> claims.addAll(of(column)));
			table.constraints()
				.stream()
				.filter((constraint) -> constraint.kind() != Constraint.Kind.FOREIGN_KEY)
				.forEach((constraint) -> claims.addAll(of(constraint)));
		}
		else if (object instanceof View) {
			claims.add(new Claim("relation", id.name()));
			claims.add(new Claim("type", id.name()));
		}
		else if (object instanceof Sequence || object instanceof Index) {
			claims.add(new Claim("relation", id.name()));
		}
		else if (object instanceof Column column) {
			claims.add(new Claim("column", column.table().sibling(column.table().name() + "." + column.name())));
			if (column.identity() != null) {
				claims.add(new Claim("relation", column.table().sibling(column.identity().sequence())));
			}
		}
		else if (object instanceof Constraint constraint) {
			claims.add(new Claim("constraint",
					constraint.table().sibling(constraint.table().name() + "." + constraint.name())));
			if (constraint.kind().indexed()) {
				claims.add(new Claim("relation", id.name()));
			}
			if (constraint.kind() == Constraint.Kind.PRIMARY_KEY) {
				claims.add(new Claim("primary key", constraint.table()));
			}
		}
		else if (id.kind().routine()) {
			claims.add(new Claim("routine", id.name().sibling(id.name().name() + "(" + id.arguments() + ")")));
		}
		else if (id.kind() == ObjectKind.ENUM || id.kind() == ObjectKind.DOMAIN || id.kind() == ObjectKind.COMPOSITE) {
			claims.add(new Claim("type", id.name()));
		}
		else {
			claims.add(new Claim(id.kind().name() + ((id.table() != null) ? "@" + id.table() : ""), id.name()));
		}
		return claims;
	}

	/** The names that change when an object is renamed: its own, and not its parts'. */
	static List<Claim> renamed(SchemaObject object) {
		return (object instanceof Table) ? of(object).subList(0, 2)
				: of(object).stream().filter((claim) -> !claim.space().equals("primary key")).toList();
	}

	/** The names that are free once an object is dropped. */
	static List<Claim> released(SchemaObject object) {
		List<Claim> released = new ArrayList<>(of(object));
		Dependencies.parts(object)
			.stream()
			.filter(Index.class::isInstance)
			.forEach((index) -> released.addAll(of(index)));
		return released;
	}

	/** A name for the time of a run, the same each time for the same purpose. */
	static String temporary(String purpose, String of) {
		CRC32 checksum = new CRC32();
		checksum.update(of.getBytes(StandardCharsets.UTF_8));
		return PREFIX + purpose + "_" + String.format(Locale.ROOT, "%08x", checksum.getValue());
	}

	/**
	 * Whether an object was made up by a plan, and left by a run that was interrupted.
	 */
	static boolean ours(ObjectName object) {
		return object.kind() != ObjectKind.TABLE && object.name().name().startsWith(PREFIX);
	}

}
