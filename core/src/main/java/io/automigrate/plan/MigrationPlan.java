package io.automigrate.plan;

public record MigrationPlan() {
	public String sql() {
		return "";
	}
}
