package io.automigrate.autoconfigure.jpa;

import java.beans.Introspector;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.automigrate.RenamedFrom;
import org.jspecify.annotations.Nullable;

/**
 * Where {@link RenamedFrom} stands in the classes of a model. Each class is looked
 * through once; Hibernate has had the JVM read the annotations already.
 */
final class RenamedAttributes {

	private final Map<Class<?>, Map<String, Renamed>> byClass = new HashMap<>();

	private final Set<String> places = new TreeSet<>();

	private final Set<String> followed = new HashSet<>();

	/**
	 * Return what an attribute was called.
	 * @param type the class of the entity or embeddable
	 * @param attribute the attribute, which a superclass may have
	 * @return the old name, or {@code null} if the attribute is not annotated
	 */
	@Nullable Renamed find(Class<?> type, String attribute) {
		for (Class<?> owner = type; owner != null && owner != Object.class; owner = owner.getSuperclass()) {
			Renamed renamed = this.byClass.computeIfAbsent(owner, this::declared).get(attribute);
			if (renamed != null) {
				this.followed.add(renamed.place());
				return renamed;
			}
		}
		return null;
	}

	/**
	 * Return where annotations stand that {@link #find} was not asked for.
	 * @return the places, in alphabetical order
	 */
	Set<String> ignored() {
		Set<String> ignored = new TreeSet<>(this.places);
		ignored.removeAll(this.followed);
		return ignored;
	}

	private Map<String, Renamed> declared(Class<?> type) {
		Map<String, Renamed> renamed = Map.of();
		for (Field field : type.getDeclaredFields()) {
			renamed = with(renamed, type, field.getName(), field.getAnnotation(RenamedFrom.class));
		}
		for (Method method : type.getDeclaredMethods()) {
			if (method.getParameterCount() == 0) {
				renamed = with(renamed, type, attribute(method.getName()), method.getAnnotation(RenamedFrom.class));
			}
		}
		return renamed;
	}

	private Map<String, Renamed> with(Map<String, Renamed> renamed, Class<?> type, String attribute,
			@Nullable RenamedFrom annotation) {
		if (annotation == null) {
			return renamed;
		}
		String place = type.getName() + "." + attribute;
		this.places.add(place);
		Map<String, Renamed> result = new HashMap<>(renamed);
		result.put(attribute, new Renamed(annotation.value(), place));
		return result;
	}

	/** The accessor of a record's component is called like the component. */
	private static String attribute(String method) {
		for (String prefix : new String[] { "get", "is" }) {
			if (method.startsWith(prefix) && method.length() > prefix.length()
					&& !Character.isLowerCase(method.charAt(prefix.length()))) {
				return Introspector.decapitalize(method.substring(prefix.length()));
			}
		}
		return method;
	}

	/**
	 * An attribute that has another name in the database from now on.
	 *
	 * @param oldName what its column was called
	 * @param place where the annotation stands
	 */
	record Renamed(String oldName, String place) {

	}

}
