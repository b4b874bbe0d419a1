package io.automigrate.plan;

import java.util.Set;

/**
 * How far a plan may go, and how carefully.
 *
 * @param policy how far it may go
 * @param dropUnmanaged whether what no source speaks of is dropped, too, under
 * {@link ChangePolicy#FULL}
 * @param allow what may go wrong, as {@link Hazard#consent()} says it
 * @param onlineAbove the size of a table in bytes above which it is changed online where
 * PostgreSQL can, and rewritten only with consent; negative for every table that exists
 */
public record PlanSettings(ChangePolicy policy, boolean dropUnmanaged, Set<String> allow, long onlineAbove) {

	/** Up to which size a table counts as tiny, unless settings say otherwise. */
	public static final long DEFAULT_ONLINE_ABOVE = 1024 * 1024;

	/** Allows whatever may go wrong; for plans that nobody carries out unseen. */
	static final String EVERYTHING = "*";

	public PlanSettings {
		allow = Set.copyOf(allow);
	}

	/**
	 * Check that a text is a consent.
	 * @param consent such as {@code DELETES_DATA:public.orders.old_total}, or
	 * {@code TIGHTENS:*} for everything that tightens
	 * @return the same text, without blanks around it
	 * @throws IllegalArgumentException if it is none
	 */
	public static String checkedConsent(String consent) {
		String text = consent.strip();
		int colon = text.indexOf(':');
		for (HazardCode code : HazardCode.values()) {
			if (code.takesConsent() && colon > 0 && text.substring(0, colon).equals(code.name())
					&& text.length() > colon + 1) {
				return text;
			}
		}
		throw new IllegalArgumentException("\"" + consent
				+ "\" does not allow anything: expected a code and the name of an object, such as DELETES_DATA:public.orders.old_total");
	}

	/**
	 * Returns whether a hazard has to be allowed by name: data that is lost, a table that
	 * is rewritten and neither empty nor tiny, and what running older releases lose. A
	 * table of unknown size is part of a plan that is only printed.
	 */
	boolean needsConsent(Hazard hazard) {
		return hazard.code().needsConsent() || (hazard.code() == HazardCode.REWRITES_TABLE && hazard.size() != null
				&& hazard.size().bytes() > Math.max(0, this.onlineAbove));
	}

	boolean allows(Hazard hazard) {
		return this.allow.contains(hazard.consent()) || this.allow.contains(EVERYTHING);
	}

	/** Whether nothing waits for older releases. */
	boolean tightens() {
		return this.allow.contains(EVERYTHING) || this.allow.contains(HazardCode.TIGHTENS + ":" + EVERYTHING);
	}

}
