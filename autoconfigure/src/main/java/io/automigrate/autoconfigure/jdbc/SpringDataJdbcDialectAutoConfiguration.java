package io.automigrate.autoconfigure.jdbc;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.data.jdbc.autoconfigure.DataJdbcRepositoriesAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.data.jdbc.core.dialect.JdbcDialect;
import org.springframework.data.jdbc.core.dialect.JdbcPostgresDialect;
import org.springframework.data.jdbc.repository.config.AbstractJdbcConfiguration;

/**
 * Names Spring Data JDBC's dialect without a look at the database. Boot's own bean asks a
 * connection for it through JDBC operations, which wait for the migration, which needs
 * the mapping, which needs the dialect.
 */
@AutoConfiguration(before = DataJdbcRepositoriesAutoConfiguration.class)
@ConditionalOnClass({ AbstractJdbcConfiguration.class, DataJdbcRepositoriesAutoConfiguration.class })
@ConditionalOnBooleanProperty(name = "migration.enabled", matchIfMissing = true)
@ConditionalOnProperty(name = "spring.data.jdbc.dialect", havingValue = "postgresql", matchIfMissing = true)
public final class SpringDataJdbcDialectAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean({ JdbcDialect.class, AbstractJdbcConfiguration.class })
	JdbcDialect jdbcDialect() {
		return JdbcPostgresDialect.INSTANCE;
	}

}
