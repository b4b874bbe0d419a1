package io.automigrate.schema;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Writes a tree of records. Each value says what it is; texts and names are written once,
 * and by their number from then on; so is what a record consists of.
 */
final class RecordWriter {

	static final int NULL = 0;

	static final int TRUE = 1;

	static final int FALSE = 2;

	static final int NUMBER = 3;

	static final int TEXT = 4;

	static final int SAME_TEXT = 5;

	static final int LIST = 6;

	static final int SET = 7;

	static final int MAP = 8;

	static final int RECORD = 9;

	static final int SAME_RECORD = 10;

	static final int CONSTANT = 11;

	/** Records that occur again and again. */
	static final Set<String> NAMES = Set.of(QualifiedName.class.getSimpleName(), ObjectName.class.getSimpleName());

	private final ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);

	private final Map<String, Integer> texts = new HashMap<>();

	private final Map<Object, Integer> names = new HashMap<>();

	private final Map<Class<?>, Integer> types = new HashMap<>();

	byte[] write(Record value) {
		record(value);
		return this.out.toByteArray();
	}

	private void value(@Nullable Object value) {
		if (value == null) {
			this.out.write(NULL);
		}
		else if (value instanceof Boolean flag) {
			this.out.write(flag ? TRUE : FALSE);
		}
		else if (value instanceof Integer || value instanceof Long) {
			this.out.write(NUMBER);
			number(((Number) value).longValue());
		}
		else if (value instanceof String text) {
			text(text);
		}
		else if (value instanceof List<?> list) {
			collection(LIST, list);
		}
		else if (value instanceof Set<?> set) {
			collection(SET, sorted(set));
		}
		else if (value instanceof Map<?, ?> map) {
			this.out.write(MAP);
			count(map.size());
			for (Object key : sorted(map.keySet())) {
				value(key);
				value(map.get(key));
			}
		}
		else if (value instanceof Enum<?> constant) {
			this.out.write(CONSTANT);
			text(constant.name());
		}
		else {
			record((Record) value);
		}
	}

	/** Neither sets nor maps have an order of their own. */
	private static List<?> sorted(Set<?> values) {
		return values.stream().sorted(Comparator.comparing(Object::toString)).toList();
	}

	private void collection(int kind, Collection<?> values) {
		this.out.write(kind);
		count(values.size());
		values.forEach(this::value);
	}

	private void record(Record value) {
		boolean name = NAMES.contains(value.getClass().getSimpleName());
		Integer known = name ? this.names.get(value) : null;
		if (known != null) {
			this.out.write(SAME_RECORD);
			count(known);
			return;
		}
		RecordType type = RecordType.of(value.getClass());
		this.out.write(RECORD);
		Integer number = this.types.putIfAbsent(value.getClass(), this.types.size());
		count((number != null) ? number : this.types.size() - 1);
		if (number == null) {
			text(type.name());
			count(type.components().length);
			for (RecordComponent component : type.components()) {
				text(component.getName());
			}
		}
		for (Object component : type.values(value)) {
			value(component);
		}
		if (name) {
			this.names.put(value, this.names.size());
		}
	}

	private void text(String text) {
		Integer known = this.texts.putIfAbsent(text, this.texts.size());
		if (known != null) {
			this.out.write(SAME_TEXT);
			count(known);
			return;
		}
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		this.out.write(TEXT);
		count(bytes.length);
		this.out.write(bytes, 0, bytes.length);
	}

	private void count(int value) {
		unsigned(value);
	}

	/** Small numbers of either sign are short. */
	private void number(long value) {
		unsigned((value << 1) ^ (value >> 63));
	}

	private void unsigned(long value) {
		long rest = value;
		while ((rest & ~0x7FL) != 0) {
			this.out.write((int) (rest & 0x7F) | 0x80);
			rest >>>= 7;
		}
		this.out.write((int) rest);
	}

}
