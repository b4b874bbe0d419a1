package io.automigrate.autoconfigure.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.automigrate.source.SchemaSource;
import io.automigrate.sql.SqlScript;

import org.springframework.data.convert.CustomConversions;
import org.springframework.data.jdbc.core.convert.JdbcCustomConversions;
import org.springframework.data.relational.core.mapping.RelationalMappingContext;
import org.springframework.data.relational.core.mapping.RelationalPersistentEntity;
import org.springframework.data.relational.core.mapping.RelationalPersistentProperty;

/**
 * The tables that the aggregates of a mapping context are stored in. An aggregate's root
 * is an entity that has an id and is no part of another entity.
 */
class SpringDataJdbcSchemaSource implements SchemaSource {

	private final List<SqlScript> scripts;

	/**
	 * Create a source of the aggregates that a mapping context knows by now.
	 * @param context the mapping context
	 */
	SpringDataJdbcSchemaSource(RelationalMappingContext context) {
		this(context, new JdbcCustomConversions(), List.of());
	}

	/**
	 * Create a source of the aggregates that a mapping context knows by now, and of
	 * others.
	 * @param context the mapping context
	 * @param conversions tell what properties of other than simple types are written as
	 * @param roots further types that are roots of aggregates, such as those that have a
	 * repository
	 */
	SpringDataJdbcSchemaSource(RelationalMappingContext context, CustomConversions conversions,
			Collection<Class<?>> roots) {
		AggregateTables tables = new AggregateTables(context, new ColumnTypes(conversions));
		roots(context, roots).forEach(tables::addRoot);
		String ddl = tables.ddl();
		this.scripts = ddl.isEmpty() ? List.of() : List.of(new SqlScript("Spring Data JDBC", ddl));
	}

	@Override
	public List<SqlScript> scripts() {
		return this.scripts;
	}

	private static List<RelationalPersistentEntity<?>> roots(RelationalMappingContext context,
			Collection<Class<?>> named) {
		Set<Class<?>> roots = new HashSet<>(named);
		for (Class<?> root : named) {
			context.getRequiredPersistentEntity(root);
		}
		List<RelationalPersistentEntity<?>> entities = new ArrayList<>(context.getPersistentEntities());
		Set<Class<?>> parts = new HashSet<>();
		for (RelationalPersistentEntity<?> entity : entities) {
			for (RelationalPersistentProperty property : entity) {
				boolean part = property.isEmbedded() || property.isEntity();
				if (part && property.getActualType() != entity.getType()) {
					parts.add(property.getActualType());
				}
			}
		}
		return entities.stream()
			.filter((entity) -> entity.hasIdProperty())
			.filter((entity) -> roots.contains(entity.getType()) || !parts.contains(entity.getType()))
			.sorted(Comparator.comparing((entity) -> entity.getType().getName()))
			.toList();
	}

}
