package io.automigrate.maven;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Options}.
 */
class OptionsTests {

	@Test
	void takesLinesApartExceptWithinQuotes() {
		assertThat(Options.words(" rollback --steps  2 ")).containsExactly("rollback", "--steps", "2");
		assertThat(Options.words("-m \"add a status\" --target='it''s \"4\"' \"\"")).containsExactly("-m",
				"add a status", "--target=its \"4\"", "");
		assertThat(Options.words(null)).isEmpty();
	}

	@Test
	void leavesOutWhatIsNotGiven() {
		Options options = new Options().add("--target", null).add("--steps", 2).addIf("--yes", false).addIf("-v", true);
		assertThat(options.words()).containsExactly("--steps=2", "-v");
	}

}
