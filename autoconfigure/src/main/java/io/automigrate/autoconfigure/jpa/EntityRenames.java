package io.automigrate.autoconfigure.jpa;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.automigrate.RenamedFrom;
import io.automigrate.autoconfigure.MigrationSetupException;
import io.automigrate.autoconfigure.RenameComments;
import io.automigrate.autoconfigure.jpa.RenamedAttributes.Renamed;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.model.relational.SqlStringGenerationContext;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Component;
import org.hibernate.mapping.IndexedCollection;
import org.hibernate.mapping.KeyValue;
import org.hibernate.mapping.OneToOne;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.hibernate.mapping.SingleTableSubclass;
import org.hibernate.mapping.Table;
import org.hibernate.mapping.UnionSubclass;
import org.hibernate.mapping.Value;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tables and columns that {@link RenamedFrom} on entities and attributes means,
 * as Hibernate's model has them.
 */
final class EntityRenames {

	private final SqlStringGenerationContext names;

	private final RenamedAttributes attributes = new RenamedAttributes();

	private final RenameComments comments = new RenameComments();

	private EntityRenames(SqlStringGenerationContext names) {
		this.names = names;
	}

	/**
	 * Write down what is renamed.
	 * @param metadata the model of the entities
	 * @param names renders names as they stand in Hibernate's statements
	 * @return comments to stand before the statements; empty if nothing is renamed
	 * @throws MigrationSetupException if an annotation stands where it means no table or
	 * column
	 */
	static String of(Metadata metadata, SqlStringGenerationContext names) {
		EntityRenames renames = new EntityRenames(names);
		for (PersistentClass entity : metadata.getEntityBindings()) {
			if (entity.hasPojoRepresentation()) {
				renames.addTable(entity);
				renames.addIdentifier(entity);
				renames.addProperties(entity);
			}
		}
		Set<String> ignored = renames.attributes.ignored();
		if (!ignored.isEmpty()) {
			throw RenameComments.misplaced(String.join(" and ", ignored), "Hibernate does not map it");
		}
		return renames.comments.text();
	}

	private void addTable(PersistentClass entity) {
		RenamedFrom renamed = entity.getMappedClass().getDeclaredAnnotation(RenamedFrom.class);
		if (renamed == null) {
			return;
		}
		String place = entity.getMappedClass().getName();
		if (entity instanceof SingleTableSubclass || !entity.getTable().isPhysicalTable()) {
			throw RenameComments.misplaced(place, "the entity has no table of its own");
		}
		this.comments.table(name(entity.getTable()), renamed.value(), place);
	}

	private void addIdentifier(PersistentClass entity) {
		Property property = entity.getIdentifierProperty();
		if (property != null) {
			add(property, entity.getMappedClass(), unionTable(entity));
			Renamed renamed = this.attributes.find(entity.getMappedClass(), property.getName());
			if (renamed != null) {
				addKeys(entity, property.getColumns().get(0), renamed);
			}
		}
		else if (entity.getIdentifier() instanceof Component component) {
			addComponent(component, unionTable(entity));
		}
	}

	/**
	 * The tables of a subclass, and secondary tables, have the identifier's column too,
	 * but no attribute for it. Where they call it otherwise, it is not renamed.
	 */
	private void addKeys(PersistentClass entity, Column identifier, Renamed renamed) {
		List<KeyValue> keys = new ArrayList<>();
		if (entity.isJoinedSubclass()) {
			keys.add(entity.getKey());
		}
		entity.getJoins().forEach((join) -> keys.add(join.getKey()));
		for (KeyValue key : keys) {
			for (Column column : key.getColumns()) {
				if (column.getName().equals(identifier.getName())) {
					addColumn(key.getTable(), column, renamed);
				}
			}
		}
	}

	private void addProperties(PersistentClass entity) {
		Table table = unionTable(entity);
		for (Property property : (table != null) ? entity.getPropertyClosure() : entity.getProperties()) {
			add(property, entity.getMappedClass(), table);
		}
	}

	private void add(Property property, Class<?> owner, @Nullable Table unionTable) {
		Value value = property.getValue();
		Renamed renamed = this.attributes.find(owner, property.getName());
		if (renamed != null) {
			if (value instanceof Component || value instanceof OneToOne || value.getColumns().size() != 1) {
				throw RenameComments.misplaced(renamed.place(),
						"the attribute is not stored in exactly one column of its own");
			}
			addColumn((unionTable != null) ? unionTable : value.getTable(), value.getColumns().get(0), renamed);
		}
		addParts(value, unionTable);
	}

	private void addParts(Value value, @Nullable Table unionTable) {
		if (value instanceof Component component) {
			addComponent(component, unionTable);
		}
		else if (value instanceof Collection collection) {
			addParts(collection.getElement(), null);
			if (collection instanceof IndexedCollection indexed && indexed.getIndex() != null) {
				addParts(indexed.getIndex(), null);
			}
		}
	}

	private void addComponent(Component component, @Nullable Table unionTable) {
		if (component.getComponentClassName() != null) {
			for (Property property : component.getProperties()) {
				add(property, component.getComponentClass(), unionTable);
			}
		}
	}

	private void addColumn(Table table, Column column, Renamed renamed) {
		// the table of an abstract entity may exist in its subclasses' only
		if (table.isPhysicalTable()) {
			this.comments.column(name(table), column.getQuotedName(this.names.getDialect()), renamed.oldName(),
					renamed.place());
		}
	}

	private String name(Table table) {
		return this.names.format(table.getQualifiedTableName());
	}

	/**
	 * Return the table that has all of an entity's columns, those of its superclasses'
	 * attributes too, where there is one table for each class.
	 */
	private static @Nullable Table unionTable(PersistentClass entity) {
		return (entity instanceof UnionSubclass) ? entity.getTable() : null;
	}

}
