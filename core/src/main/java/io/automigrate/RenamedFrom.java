package io.automigrate;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says what the table of an entity, or the column of an attribute, was called before. It
 * is renamed with everything in it, rather than created anew beside the old one. May stay
 * for ever: where there is nothing to rename, it has no effect.
 * <p>
 * An attribute stands on its field, its getter or its record component, and is stored in
 * exactly one column. In an embeddable or a mapped superclass it means the column in each
 * table that has one.
 */
@Documented
@Target({ ElementType.TYPE, ElementType.FIELD, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
public @interface RenamedFrom {

	/**
	 * Returns the old name of the table or column.
	 * @return the name alone, as the database has it: without quotes, a schema or a table
	 */
	String value();

}
