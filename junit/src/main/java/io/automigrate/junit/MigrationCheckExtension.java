package io.automigrate.junit;

import java.lang.reflect.Method;
import java.util.function.Supplier;

import io.automigrate.MigrationCheck;
import io.automigrate.SchemaMigrator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

import org.springframework.test.context.junit.jupiter.SpringExtension;
import org.springframework.util.ClassUtils;

/**
 * Gives a test's methods what they ask for by the type of a parameter: a
 * {@link MigrationCheck}, done anew for each, or the {@link SchemaMigrator} itself. The
 * migrator is the bean of the test's application context, or the one of {@link #of}.
 */
public final class MigrationCheckExtension implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {

	private static final boolean SPRING = ClassUtils.isPresent(
			"org.springframework.test.context.junit.jupiter.SpringExtension",
			MigrationCheckExtension.class.getClassLoader());

	private final @Nullable Supplier<SchemaMigrator> migrator;

	/**
	 * Create the extension for {@code @ExtendWith} on a test of Spring.
	 */
	public MigrationCheckExtension() {
		this(null);
	}

	private MigrationCheckExtension(@Nullable Supplier<SchemaMigrator> migrator) {
		this.migrator = migrator;
	}

	/**
	 * Return the extension for a field with {@code @RegisterExtension}, of a test without
	 * Spring or one that is about another migrator than the application's.
	 * @param migrator makes the migrator, called whenever a parameter is needed
	 * @return the extension
	 */
	public static MigrationCheckExtension of(Supplier<SchemaMigrator> migrator) {
		return new MigrationCheckExtension(migrator);
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		standIn(context);
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		standIn(context);
	}

	/**
	 * A class that implements {@link MigrationChecks} and has a field has two of these,
	 * and only one may answer.
	 */
	private void standIn(ExtensionContext context) {
		if (this.migrator != null) {
			store(context).put(SchemaMigrator.class, true);
		}
	}

	/**
	 * Leaves alone what Spring injects, which is what has annotations, and constructors.
	 */
	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		Class<?> type = parameter.getParameter().getType();
		return (type == MigrationCheck.class || type == SchemaMigrator.class)
				&& parameter.getDeclaringExecutable() instanceof Method
				&& parameter.getParameter().getAnnotations().length == 0
				&& (this.migrator != null || store(context).get(SchemaMigrator.class) == null);
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		SchemaMigrator found = (this.migrator != null) ? this.migrator.get() : bean(context);
		if (found == null) {
			throw new ParameterResolutionException(
					"There is no SchemaMigrator to check migrations with. Let %s be a @SpringBootTest of an application with Automigrate's starter and one primary data source, or give it a field @RegisterExtension static MigrationCheckExtension migrations = MigrationCheckExtension.of(…)."
						.formatted(context.getRequiredTestClass().getName()));
		}
		return (parameter.getParameter().getType() == MigrationCheck.class) ? found.generator().check() : found;
	}

	private static @Nullable SchemaMigrator bean(ExtensionContext context) {
		return SPRING
				? SpringExtension.getApplicationContext(context).getBeanProvider(SchemaMigrator.class).getIfAvailable()
				: null;
	}

	private static Store store(ExtensionContext context) {
		return context.getStore(Namespace.create(MigrationCheckExtension.class));
	}

}
