package io.automigrate.sql;

import java.util.Set;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PlainNames}.
 */
class PlainNamesTests {

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', delimiter = '|',
			textBlock = """
					CREATE TABLE "public"."a_1" ("id" int, "order" int, "Mixed" int, "1st" int) | CREATE TABLE public.a_1 (id int, "order" int, "Mixed" int, "1st" int)
					SELECT '"a"', E'\\'"a"', "b" | SELECT '"a"', E'\\'"a"', b
					SELECT $x$ "a" $$ "b" $x$, "c" | SELECT $x$ "a" $$ "b" $x$, c
					SELECT "a""b", "c" -- "d" | SELECT "a""b", c -- "d"
					SELECT U&"d0061t", "ü", "e" /* "f" */ | SELECT U&"d0061t", "ü", e /* "f" */
					""")
	void takesOffWhatIsNotNeeded(String sql, String plain) {
		assertThat(new PlainNames(Set.of("order")).in(sql)).isEqualTo(plain);
	}

}
