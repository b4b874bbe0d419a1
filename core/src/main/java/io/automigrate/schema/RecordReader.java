package io.automigrate.schema;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link RecordWriter} has written. Bytes that it has not written end in an
 * unchecked exception.
 */
final class RecordReader {

	/** Deeper than any schema, and far from what a thread's stack takes. */
	private static final int DEEPEST = 32;

	private final byte[] bytes;

	private int position;

	private int depth;

	private final List<String> texts = new ArrayList<>();

	private final List<Record> names = new ArrayList<>();

	private final List<Layout> layouts = new ArrayList<>();

	RecordReader(byte[] bytes) {
		this.bytes = bytes;
	}

	@Nullable Object read() {
		Object value = value();
		require(this.position == this.bytes.length);
		return value;
	}

	private @Nullable Object value() {
		int kind = this.bytes[this.position++];
		return switch (kind) {
			case RecordWriter.NULL -> null;
			case RecordWriter.TRUE -> true;
			case RecordWriter.FALSE -> false;
			case RecordWriter.NUMBER -> number();
			case RecordWriter.TEXT, RecordWriter.SAME_TEXT -> text(kind);
			case RecordWriter.LIST -> List.of(values());
			case RecordWriter.SET -> new HashSet<>(Arrays.asList(values()));
			case RecordWriter.MAP -> map();
			case RecordWriter.RECORD -> record();
			case RecordWriter.SAME_RECORD -> this.names.get(count());
			case RecordWriter.CONSTANT -> new Constant(text(this.bytes[this.position++]));
			default -> throw new IllegalArgumentException("No such kind of value: " + kind);
		};
	}

	private @Nullable Object[] values() {
		@Nullable Object[] values = new @Nullable Object[elements()];
		for (int i = 0; i < values.length; i++) {
			values[i] = value();
		}
		return values;
	}

	private Map<@Nullable Object, @Nullable Object> map() {
		int size = elements();
		Map<@Nullable Object, @Nullable Object> map = new HashMap<>(size * 2);
		for (int i = 0; i < size; i++) {
			map.put(value(), value());
		}
		return map;
	}

	private Record record() {
		int number = count();
		if (number == this.layouts.size()) {
			this.layouts.add(layout());
		}
		Layout layout = this.layouts.get(number);
		require(++this.depth <= DEEPEST);
		@Nullable Object[] values = new @Nullable Object[layout.places().length];
		for (int i = 0; i < values.length; i++) {
			values[i] = value();
		}
		this.depth--;
		Record read = layout.type().create(layout.places(), values);
		if (RecordWriter.NAMES.contains(layout.type().name())) {
			this.names.add(read);
		}
		return read;
	}

	private Layout layout() {
		RecordType type = RecordType.named(text(this.bytes[this.position++]));
		int[] places = new int[elements()];
		for (int i = 0; i < places.length; i++) {
			places[i] = type.place(text(this.bytes[this.position++]));
		}
		return new Layout(type, places);
	}

	private String text(int kind) {
		if (kind == RecordWriter.SAME_TEXT) {
			return this.texts.get(count());
		}
		require(kind == RecordWriter.TEXT);
		int length = elements();
		String text = new String(this.bytes, this.position, length, StandardCharsets.UTF_8);
		this.position += length;
		this.texts.add(text);
		return text;
	}

	/** Each element takes a byte at least. */
	private int elements() {
		int count = count();
		require(count <= this.bytes.length - this.position);
		return count;
	}

	private int count() {
		int count = Math.toIntExact(unsigned());
		require(count >= 0);
		return count;
	}

	private long number() {
		long value = unsigned();
		return (value >>> 1) ^ -(value & 1);
	}

	private long unsigned() {
		long value = 0;
		for (int shift = 0; shift < Long.SIZE; shift += 7) {
			byte next = this.bytes[this.position++];
			value |= (next & 0x7FL) << shift;
			if (next >= 0) {
				return value;
			}
		}
		throw new IllegalArgumentException("Not a number");
	}

	private static void require(boolean condition) {
		if (!condition) {
			throw new IllegalArgumentException("Not a schema");
		}
	}

	/**
	 * An enum's constant.
	 *
	 * @param name its name
	 */
	record Constant(String name) {

	}

	/**
	 * How records of a type were written.
	 *
	 * @param type the type
	 * @param places by the order in which components were written, where they belong, or
	 * -1 where there is no such component any more
	 */
	@SuppressWarnings("ArrayRecordComponent") // never compared
	private record Layout(RecordType type, int[] places) {

	}

}
