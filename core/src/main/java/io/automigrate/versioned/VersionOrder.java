package io.automigrate.versioned;

import java.util.Comparator;

/**
 * Compares versions as people count: digits by their value, all else by character. Total:
 * versions that count alike, such as 1 and 01, are told apart by their text.
 */
public final class VersionOrder implements Comparator<String> {

	/** The only one. */
	public static final VersionOrder INSTANCE = new VersionOrder();

	private VersionOrder() {
	}

	@Override
	public int compare(String first, String second) {
		int i = 0;
		int j = 0;
		while (i < first.length() && j < second.length()) {
			int firstEnd = endOfDigits(first, i);
			int secondEnd = endOfDigits(second, j);
			int order = (firstEnd > i && secondEnd > j)
					? byValue(first.substring(i, firstEnd), second.substring(j, secondEnd))
					: Character.compare(first.charAt(i), second.charAt(j));
			if (order != 0) {
				return order;
			}
			i = Math.max(firstEnd, i + 1);
			j = Math.max(secondEnd, j + 1);
		}
		int rest = Integer.compare(first.length() - i, second.length() - j);
		return (rest != 0) ? rest : first.compareTo(second);
	}

	private static int endOfDigits(String text, int start) {
		int end = start;
		while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
			end++;
		}
		return end;
	}

	private static int byValue(String first, String second) {
		String one = first.substring(endOfZeros(first));
		String other = second.substring(endOfZeros(second));
		return (one.length() != other.length()) ? Integer.compare(one.length(), other.length()) : one.compareTo(other);
	}

	private static int endOfZeros(String digits) {
		int end = 0;
		while (end < digits.length() && digits.charAt(end) == '0') {
			end++;
		}
		return end;
	}

}
