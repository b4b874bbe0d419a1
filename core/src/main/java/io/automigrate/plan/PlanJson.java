package io.automigrate.plan;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.automigrate.diff.Aspect;
import io.automigrate.diff.SchemaChange;
import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.schema.ObjectName;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * A plan for programs. Fields come in a fixed order and nothing depends on the clock, so
 * the same plan is the same text.
 */
final class PlanJson {

	/** Goes up when a field changes its meaning or goes. */
	private static final int FORMAT = 1;

	private PlanJson() {
	}

	static String of(MigrationPlan plan) {
		Map<String, @Nullable Object> fields = new LinkedHashMap<>();
		fields.put("format", FORMAT);
		fields.put("hash", plan.hash());
		fields.put("inStep", plan.inStep());
		fields.put("steps", plan.steps().stream().map(PlanJson::step).toList());
		fields.put("refused", plan.refused().stream().map(PlanJson::refused).toList());
		fields.put("unmanaged", plan.unmanaged().stream().map((object) -> {
			Map<String, @Nullable Object> unmanaged = object(object.object());
			Aspect aspect = object.aspect();
			unmanaged.put("aspect", (aspect != null) ? aspect.name() : null);
			return unmanaged;
		}).toList());
		fields.put("notCompared", plan.notCompared().stream().map((object) -> {
			Map<String, @Nullable Object> other = new LinkedHashMap<>();
			other.put("kind", object.kind());
			other.put("name", object.name());
			return other;
		}).toList());
		fields.put("reverse", plan.reverse().stream().map((step) -> {
			Map<String, @Nullable Object> reverse = step(step.step());
			reverse.put("reversal", step.reversal().name());
			return reverse;
		}).toList());
		return Json.of(fields);
	}

	private static Map<String, @Nullable Object> step(MigrationStep step) {
		Map<String, @Nullable Object> fields = new LinkedHashMap<>();
		fields.put("object", object(step.object()));
		fields.put("action", step.action());
		fields.put("change", change(step.change()));
		fields.put("transaction", step.mode().name());
		fields.put("statements", step.statements());
		fields.put("scans", step.scans());
		fields.put("lock", (step.lock() != null) ? step.lock().toString() : null);
		fields.put("lockedTables", step.lockedTables().stream().map(QualifiedName::quoted).toList());
		fields.put("hazards", step.hazards().stream().map(PlanJson::hazard).toList());
		fields.put("reason", step.reason());
		return fields;
	}

	private static Map<String, @Nullable Object> refused(RefusedChange refused) {
		Map<String, @Nullable Object> fields = new LinkedHashMap<>();
		fields.put("object", object(refused.object()));
		fields.put("change", change(refused.change()));
		fields.put("reason", refused.reason());
		fields.put("wayOut", refused.wayOut());
		fields.put("hazards", refused.hazards().stream().map(PlanJson::hazard).toList());
		return fields;
	}

	private static Map<String, @Nullable Object> change(SchemaChange change) {
		Map<String, @Nullable Object> fields = new LinkedHashMap<>();
		fields.put("type", change.getClass().getSimpleName().toLowerCase(Locale.ROOT));
		if (change instanceof Alter alter) {
			fields.put("aspect", alter.aspect().name());
			fields.put("from", alter.from());
			fields.put("to", alter.to());
		}
		else if (change instanceof SchemaChange.Rename rename) {
			fields.put("from", rename.live().id().path());
		}
		return fields;
	}

	private static Map<String, @Nullable Object> hazard(Hazard hazard) {
		Map<String, @Nullable Object> fields = new LinkedHashMap<>();
		fields.put("code", hazard.code().name());
		fields.put("object", hazard.object().path());
		fields.put("text", hazard.text());
		TableSize size = hazard.size();
		fields.put("rows", (size != null && size.rows() >= 0) ? size.rows() : null);
		fields.put("bytes", (size != null && size.bytes() >= 0) ? size.bytes() : null);
		fields.put("consent", hazard.code().needsConsent() ? hazard.consent() : null);
		return fields;
	}

	private static Map<String, @Nullable Object> object(ObjectName object) {
		Map<String, @Nullable Object> fields = new LinkedHashMap<>();
		fields.put("kind", object.kind().label());
		fields.put("name", object.path());
		return fields;
	}

}
