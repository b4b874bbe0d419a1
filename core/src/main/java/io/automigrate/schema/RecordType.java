package io.automigrate.schema;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A record of the model, as it is written and read.
 */
final class RecordType {

	/** All that a schema can hold, by name. */
	private static final Map<String, RecordType> BY_NAME = new HashMap<>();

	static {
		find(Schema.class);
	}

	private final Class<? extends Record> type;

	private final RecordComponent[] components;

	private final Constructor<? extends Record> constructor;

	/** What a component is that was not written; absent where it has to be. */
	private final Map<Integer, @Nullable Object> defaults = new HashMap<>();

	private RecordType(Class<? extends Record> type) {
		this.type = type;
		this.components = type.getRecordComponents();
		try {
			this.constructor = type.getDeclaredConstructor(
					Arrays.stream(this.components).map(RecordComponent::getType).toArray(Class<?>[]::new));
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException(ex);
		}
		// Spares the check of access for each of many thousands.
		this.constructor.setAccessible(true);
		for (int i = 0; i < this.components.length; i++) {
			Class<?> component = this.components[i].getType();
			if (component == List.class || component == Set.class || component == Map.class) {
				this.defaults.put(i,
						(component == List.class) ? List.of() : (component == Set.class) ? Set.of() : Map.of());
			}
			else if (component.isPrimitive()) {
				this.defaults.put(i, (component == boolean.class) ? (Object) false : (Object) 0L);
			}
			else if (this.components[i].getAnnotatedType().isAnnotationPresent(Nullable.class)) {
				this.defaults.put(i, null);
			}
		}
	}

	/** Find all records that a type may hold. */
	private static void find(Type type) {
		if (type instanceof ParameterizedType generic) {
			Arrays.stream(generic.getActualTypeArguments()).forEach(RecordType::find);
		}
		else if (type instanceof Class<?> plain && plain.isRecord() && !BY_NAME.containsKey(name(plain))) {
			RecordType found = new RecordType(plain.asSubclass(Record.class));
			BY_NAME.put(found.name(), found);
			Arrays.stream(found.components).map(RecordComponent::getGenericType).forEach(RecordType::find);
		}
		else if (type instanceof Class<?> plain && plain.isSealed()) {
			Arrays.stream(plain.getPermittedSubclasses()).forEach(RecordType::find);
		}
	}

	/** There are two of the name {@code NotNull}. */
	private static String name(Class<?> type) {
		Class<?> outer = type.getDeclaringClass();
		return (outer != null) ? outer.getSimpleName() + "." + type.getSimpleName() : type.getSimpleName();
	}

	static RecordType of(Class<?> type) {
		return named(name(type));
	}

	static RecordType named(String name) {
		RecordType type = BY_NAME.get(name);
		if (type == null) {
			throw new IllegalArgumentException("No record of a schema: " + name);
		}
		return type;
	}

	String name() {
		return name(this.type);
	}

	RecordComponent[] components() {
		return this.components;
	}

	int place(String component) {
		for (int i = 0; i < this.components.length; i++) {
			if (this.components[i].getName().equals(component)) {
				return i;
			}
		}
		return -1;
	}

	@Nullable Object[] values(Record value) {
		@Nullable Object[] values = new @Nullable Object[this.components.length];
		try {
			for (int i = 0; i < values.length; i++) {
				values[i] = this.components[i].getAccessor().invoke(value);
			}
			return values;
		}
		catch (IllegalAccessException | InvocationTargetException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Create a record.
	 * @param places where each of the values belongs, or -1 for nowhere
	 * @param written the values as they were written
	 */
	Record create(int[] places, @Nullable Object[] written) {
		@Nullable Object[] values = new @Nullable Object[this.components.length];
		boolean[] given = new boolean[values.length];
		for (int i = 0; i < places.length; i++) {
			if (places[i] >= 0) {
				values[places[i]] = fitting(this.components[places[i]].getType(), written[i]);
				given[places[i]] = true;
			}
		}
		for (int i = 0; i < values.length; i++) {
			if (!given[i]) {
				if (!this.defaults.containsKey(i)) {
					throw new IllegalArgumentException(name() + " lacks " + this.components[i].getName());
				}
				values[i] = fitting(this.components[i].getType(), this.defaults.get(i));
			}
		}
		try {
			return this.constructor.newInstance(values);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	@SuppressWarnings({ "unchecked", "rawtypes" }) // the component's own type is an enum
	private static @Nullable Object fitting(Class<?> type, @Nullable Object value) {
		if (value instanceof RecordReader.Constant constant) {
			return Enum.valueOf((Class<? extends Enum>) type.asSubclass(Enum.class), constant.name());
		}
		if (value instanceof Long number && (type == int.class || type == Integer.class)) {
			return Math.toIntExact(number);
		}
		return value;
	}

}
