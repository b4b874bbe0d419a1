package io.automigrate.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.beans.factory.annotation.Qualifier;

/**
 * Marks the bean of type {@link javax.sql.DataSource} that migrations of the primary data
 * source connect with: another role, or the server's own address where the application
 * itself goes through a pooler. It is best one without a pool. Mark the application's own
 * data source with {@link org.springframework.context.annotation.Primary @Primary}, or
 * let this one be no default candidate.
 */
@Target({ ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Qualifier
public @interface MigrationDataSource {

}
