package io.automigrate.sql;

import java.io.CharConversionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.CharBuffer;
import java.util.Locale;

/**
 * Decodes the text of files, which has to be UTF-8: what another encoding wrote would
 * reach the database as replacement characters.
 */
public final class Utf8Text {

	private static final char REPLACEMENT = '\uFFFD';

	private Utf8Text() {
	}

	/**
	 * Decode a text.
	 * @param bytes the bytes
	 * @return the text
	 * @throws CharConversionException if they are not UTF-8; its message names the line
	 */
	public static String of(byte[] bytes) throws IOException {
		return of(bytes, bytes.length);
	}

	/**
	 * Decode a text.
	 * @param bytes the bytes
	 * @param length how many of them are part of it
	 * @return the text
	 * @throws CharConversionException if they are not UTF-8; its message names the line
	 */
	public static String of(byte[] bytes, int length) throws IOException {
		String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
		if (text.indexOf(REPLACEMENT) >= 0) {
			requireValid(bytes, length);
		}
		return text;
	}

	/** Decoding replaces what is malformed; the character itself is a valid one. */
	private static void requireValid(byte[] bytes, int length) throws IOException {
		CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
		ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
		CoderResult result = decoder.decode(in, CharBuffer.allocate(length), true);
		if (result.isError()) {
			int line = 1;
			for (int i = 0; i < in.position(); i++) {
				line += (bytes[i] == '\n') ? 1 : 0;
			}
			throw new CharConversionException(String.format(Locale.ROOT, "byte 0x%02X in line %d is no UTF-8",
					bytes[in.position()] & 0xFF, line));
		}
	}

}
