package io.automigrate.source;

import io.automigrate.schema.ObjectKind;
import io.automigrate.sql.QualifiedName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RenameHint#parse}.
 */
class RenameHintTests {

	@ParameterizedTest
	@ValueSource(strings = { "public.orders.old_total->public.orders.total", "public.orders.old_total->total",
			" public.orders.old_total -> total ", "public . orders . old_total->\ttotal" })
	void readsColumn(String text) {
		assertThat(RenameHint.parse(text))
			.isEqualTo(new RenameHint(ObjectKind.COLUMN, new QualifiedName("public", "orders"), "old_total", "total"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "shop.old_orders->shop.orders", "shop.old_orders -> orders" })
	void readsTableInSchema(String text) {
		assertThat(RenameHint.parse(text))
			.isEqualTo(new RenameHint(ObjectKind.TABLE, new QualifiedName("shop", "orders"), "old_orders", "orders"));
	}

	@Test
	void readsTableInDefaultSchema() {
		assertThat(RenameHint.parse("orders_old->orders"))
			.isEqualTo(new RenameHint(ObjectKind.TABLE, new QualifiedName("", "orders"), "orders_old", "orders"));
	}

	@Test
	void takesNamesAsTheyAre() {
		assertThat(RenameHint.parse("public.Old Orders->Größe"))
			.isEqualTo(new RenameHint(ObjectKind.TABLE, new QualifiedName("public", "Größe"), "Old Orders", "Größe"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "->", "orders", "orders->", "->orders", "a->b->c", "a..b->c", "a.b.c.d->e", "a.b.->c",
			"a->.b", "a=>b" })
	void refusesWhatIsNoRename(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> RenameHint.parse(text))
			.withMessageStartingWith("\"" + text + "\" is no rename: expected an old name and a new one");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a.orders->b.orders", "public.orders.total->public.carts.total", "orders->public.carts",
			"public.orders.total->orders.sum" })
	void refusesMoves(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> RenameHint.parse(text))
			.withMessageStartingWith("\"" + text + "\" changes more than the last part of the name");
	}

}
