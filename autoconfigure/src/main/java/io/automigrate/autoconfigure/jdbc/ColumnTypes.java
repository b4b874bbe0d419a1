package io.automigrate.autoconfigure.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.data.convert.CustomConversions;
import org.springframework.data.core.TypeInformation;
import org.springframework.data.jdbc.core.mapping.AggregateReference;
import org.springframework.data.relational.core.mapping.RelationalPersistentProperty;
import org.springframework.util.ClassUtils;

/**
 * Tells the PostgreSQL type that Spring Data JDBC writes a property as.
 */
final class ColumnTypes {

	/**
	 * Text has no length, since Spring Data knows none; to PostgreSQL text and varchar
	 * are the same but for the check of the length. Points in time have a zone, since a
	 * column without one would depend on the time zone of whoever writes. A ZonedDateTime
	 * is written as text by Spring Data JDBC itself.
	 */
	private static final Map<Class<?>, String> TYPES = Map.ofEntries(Map.entry(String.class, "text"),
			Map.entry(Boolean.class, "boolean"), Map.entry(Byte.class, "smallint"), Map.entry(Short.class, "smallint"),
			Map.entry(Integer.class, "integer"), Map.entry(Long.class, "bigint"), Map.entry(Float.class, "real"),
			Map.entry(Double.class, "double precision"), Map.entry(BigDecimal.class, "numeric"),
			Map.entry(BigInteger.class, "numeric"), Map.entry(LocalDate.class, "date"),
			Map.entry(LocalTime.class, "time"), Map.entry(LocalDateTime.class, "timestamp"),
			Map.entry(Instant.class, "timestamp with time zone"),
			Map.entry(OffsetDateTime.class, "timestamp with time zone"), Map.entry(ZonedDateTime.class, "text"),
			Map.entry(Date.class, "timestamp"), Map.entry(java.sql.Timestamp.class, "timestamp"),
			Map.entry(java.sql.Date.class, "date"), Map.entry(java.sql.Time.class, "time"),
			Map.entry(UUID.class, "uuid"), Map.entry(byte[].class, "bytea"));

	private final CustomConversions conversions;

	ColumnTypes(CustomConversions conversions) {
		this.conversions = conversions;
	}

	/**
	 * Tell the type of the column that a property is stored in.
	 * @param property a property that is neither embedded nor an entity of its own
	 * @return the type as it stands in a statement
	 */
	String of(RelationalPersistentProperty property) {
		Class<?> type = property.getType();
		String simple = find(type);
		if (simple != null) {
			return simple;
		}
		if (AggregateReference.class.isAssignableFrom(type)) {
			TypeInformation<?> id = referenceArgument(property, 1);
			return require(property, (id != null) ? id.getType() : Object.class);
		}
		if (property.isMap()) {
			throw unmappable(property, "a map of simple values has no column type");
		}
		if (property.isCollectionLike()) {
			Class<?> component = property.getActualType();
			if (component.isArray() || byte[].class == component) {
				throw unmappable(property, "arrays in arrays are not supported");
			}
			return require(property, component) + "[]";
		}
		throw unmappable(property, "there is no column type for " + type.getName());
	}

	/**
	 * Tell the type of a column that holds the keys of a map or the positions of a list.
	 * @param property the map or the list
	 * @param type the type of the keys
	 * @return the type as it stands in a statement
	 */
	String ofKey(RelationalPersistentProperty property, Class<?> type) {
		return require(property, type);
	}

	/**
	 * Return the type that a reference to another aggregate is declared to lead to.
	 * @param property the property
	 * @return the type, or {@code null} where the property is no reference
	 */
	static @Nullable Class<?> referencedType(RelationalPersistentProperty property) {
		TypeInformation<?> referenced = referenceArgument(property, 0);
		return (referenced != null) ? referenced.getType() : null;
	}

	private static @Nullable TypeInformation<?> referenceArgument(RelationalPersistentProperty property, int index) {
		if (!AggregateReference.class.isAssignableFrom(property.getType())) {
			return null;
		}
		return property.getTypeInformation()
			.getRequiredSuperTypeInformation(AggregateReference.class)
			.getTypeArguments()
			.get(index);
	}

	private String require(RelationalPersistentProperty property, Class<?> type) {
		String found = find(type);
		if (found == null) {
			throw unmappable(property, "there is no column type for " + type.getName());
		}
		return found;
	}

	private @Nullable String find(Class<?> type) {
		Class<?> boxed = ClassUtils.resolvePrimitiveIfNecessary(type);
		String known = TYPES.get(boxed);
		Optional<Class<?>> target = this.conversions.getCustomWriteTarget(boxed);
		// The driver's own classes are how Spring Data JDBC hands on points in time, and
		// say less than the property's type does.
		if (target.isPresent() && (known == null || !Date.class.isAssignableFrom(target.get()))) {
			return TYPES.get(ClassUtils.resolvePrimitiveIfNecessary(target.get()));
		}
		return (known == null && boxed.isEnum()) ? "text" : known;
	}

	private static UnmappableTypeException unmappable(RelationalPersistentProperty property, String reason) {
		return new UnmappableTypeException(property.getOwner().getType(), property.getName(), reason);
	}

}
