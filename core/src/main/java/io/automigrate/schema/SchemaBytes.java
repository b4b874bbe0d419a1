package io.automigrate.schema;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

import org.jspecify.annotations.Nullable;

/**
 * A schema as bytes, to be kept and read back by this release or a later one.
 * <p>
 * The bytes name each record's components, so that a component which is added to a record
 * later does not make older bytes unreadable: it reads as {@code null}, empty, zero or
 * {@code false}. Equal schemas have equal bytes. What cannot be read, for whatever
 * reason, reads as {@code null}: memory that is lost costs a comparison, never a start.
 */
public final class SchemaBytes {

	/** To be raised where an older release would misunderstand the bytes. */
	public static final int FORMAT = 1;

	/** How long the bytes may be before they are compressed. */
	private static final int LONGEST = 64 << 20;

	private SchemaBytes() {
	}

	/**
	 * Write a schema.
	 * @param schema the schema
	 * @return the bytes, or {@code null} if it is too large to be kept
	 */
	public static byte @Nullable [] write(Schema schema) {
		byte[] plain = new RecordWriter().write(schema);
		if (plain.length > LONGEST) {
			return null;
		}
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		Deflater deflater = new Deflater(Deflater.BEST_SPEED);
		try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
			out.write(plain);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			deflater.end();
		}
		return bytes.toByteArray();
	}

	/**
	 * Read a schema.
	 * @param format the format that the bytes were written in
	 * @param bytes the bytes
	 * @return the schema, or {@code null} if this release cannot read them
	 */
	public static @Nullable Schema read(int format, byte[] bytes) {
		if (format != FORMAT) {
			return null;
		}
		try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
			byte[] plain = in.readNBytes(LONGEST + 1);
			return (plain.length <= LONGEST && new RecordReader(plain).read() instanceof Schema schema) ? schema : null;
		}
		catch (IOException | RuntimeException ex) {
			return null;
		}
	}

}
