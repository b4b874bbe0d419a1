package io.automigrate.sql;

import java.io.CharConversionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Only UTF-8 is text.
 */
class Utf8TextTests {

	@Test
	void takesUtf8() throws IOException {
		String text = "müsli \uFFFD \uD83D\uDE00\n";
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		assertThat(Utf8Text.of(bytes)).isEqualTo(text);
		assertThat(Utf8Text.of(Arrays.copyOf(bytes, bytes.length + 9), bytes.length)).isEqualTo(text);
	}

	@Test
	void namesTheLineOfWhatIsNone() {
		byte[] latin = "a\nb\ninsert into t values ('Müller');\n".getBytes(StandardCharsets.ISO_8859_1);
		assertThatExceptionOfType(CharConversionException.class).isThrownBy(() -> Utf8Text.of(latin))
			.withMessage("byte 0xFC in line 3 is no UTF-8");
		byte[] cut = Arrays.copyOf("ab\u20AC".getBytes(StandardCharsets.UTF_8), 4);
		assertThatExceptionOfType(CharConversionException.class).isThrownBy(() -> Utf8Text.of(cut))
			.withMessageContaining("line 1");
	}

}
