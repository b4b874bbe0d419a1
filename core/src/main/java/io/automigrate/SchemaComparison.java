package io.automigrate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import javax.sql.DataSource;

import io.automigrate.execute.Budgets;
import io.automigrate.execute.MigrationSettings;
import io.automigrate.execute.SideBySide;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.PlanSettings;
import io.automigrate.source.RenameHint;
import io.automigrate.source.SchemaSide;
import org.jspecify.annotations.Nullable;

/**
 * Compares any two of: a database, a schema in it, declarative files, entities. Changes
 * neither; needs no application.
 */
public final class SchemaComparison {

	private final SchemaSide from;

	private final SchemaSide to;

	private @Nullable DataSource lent;

	private List<String> schemas = List.of();

	private ChangePolicy policy = ChangePolicy.FULL;

	private boolean dropUnmanaged;

	private final Set<String> allow = new LinkedHashSet<>();

	private final List<RenameHint> renames = new ArrayList<>();

	private long onlineAbove = PlanSettings.DEFAULT_ONLINE_ABOVE;

	private Duration timeout = Duration.ofMinutes(5);

	private SchemaComparison(SchemaSide from, SchemaSide to) {
		this.from = from;
		this.to = to;
	}

	/**
	 * Start a comparison.
	 * @param from what there is
	 * @param to what there should be
	 * @return the comparison, under {@link ChangePolicy#FULL}
	 */
	public static SchemaComparison between(SchemaSide from, SchemaSide to) {
		return new SchemaComparison(from, to);
	}

	/**
	 * Lend a database to run SQL in, which is needed if neither side is one.
	 * @param lent the database; everything is rolled back
	 * @return this comparison
	 */
	public SchemaComparison using(DataSource lent) {
		this.lent = lent;
		return this;
	}

	/**
	 * Set the schemas to compare, besides those that sources create things in.
	 * @param schemas the schemas; none for the connection's own
	 * @return this comparison
	 */
	public SchemaComparison schemas(String... schemas) {
		this.schemas = List.of(schemas);
		return this;
	}

	public SchemaComparison policy(ChangePolicy policy) {
		this.policy = policy;
		return this;
	}

	public SchemaComparison dropUnmanaged(boolean dropUnmanaged) {
		this.dropUnmanaged = dropUnmanaged;
		return this;
	}

	/**
	 * Consent to the loss of data, by name.
	 * @param consents such as {@code DELETES_DATA:public.orders.old_total}
	 * @return this comparison
	 * @throws IllegalArgumentException if one is not of this form
	 */
	public SchemaComparison allow(String... consents) {
		for (String consent : consents) {
			this.allow.add(PlanSettings.checkedConsent(consent));
		}
		return this;
	}

	public SchemaComparison rename(RenameHint rename) {
		this.renames.add(rename);
		return this;
	}

	/**
	 * Set from which size on a table is changed online wherever PostgreSQL can.
	 * @param bytes the size; negative for every table that exists
	 * @return this comparison
	 */
	public SchemaComparison onlineAbove(long bytes) {
		this.onlineAbove = bytes;
		return this;
	}

	public SchemaComparison timeout(Duration timeout) {
		this.timeout = timeout;
		return this;
	}

	/**
	 * Compare.
	 * @return the plan that leads from the one side to the other
	 * @throws io.automigrate.error.MigrationException if a side cannot be read
	 */
	public MigrationPlan plan() {
		PlanSettings plan = new PlanSettings(this.policy, this.dropUnmanaged, this.allow, this.onlineAbove);
		return new SideBySide(this.from, this.to, this.lent,
				new MigrationSettings(this.schemas, plan, this.renames, false,
						new Budgets(this.timeout, false, this.timeout, Budgets.DEFAULT_LOCK_TRY, this.timeout), false,
						false, false, "automigrate"))
			.plan();
	}

}
