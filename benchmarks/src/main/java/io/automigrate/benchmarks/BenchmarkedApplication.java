package io.automigrate.benchmarks;

import java.util.List;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.MetadataBuilder;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.jpa.boot.spi.IntegratorProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application of the generated entities that takes the time at four moments: before
 * Hibernate builds its model, before this library is called, when it has the DDL, and
 * after.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EntityScan("generated")
public class BenchmarkedApplication {

	private static long described;

	private static long built;

	private static long written;

	private static long migrated;

	public static void main(String[] arguments) {
		SpringApplication application = new SpringApplication(BenchmarkedApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.run(arguments).close();
		System.out.println(
				new StartTimes((built - described) / 1e6, (written - built) / 1e6, (migrated - written) / 1e6).line());
	}

	@Bean
	@SuppressWarnings("removal") // no successor tells this moment
	HibernatePropertiesCustomizer clocks() {
		org.hibernate.boot.spi.MetadataBuilderContributor start = (
				MetadataBuilder builder) -> described = System.nanoTime();
		((Logger) LoggerFactory.getLogger("io.automigrate")).addAppender(new FirstEvent());
		IntegratorProvider before = () -> List.of(new Before());
		return (properties) -> {
			properties.put("hibernate.metadata_builder_contributor", start);
			properties.put("hibernate.integrator_provider", before);
		};
	}

	/** A run's first words follow the DDL at once. */
	static final class FirstEvent extends AppenderBase<ILoggingEvent> {

		FirstEvent() {
			start();
		}

		@Override
		protected void append(ILoggingEvent event) {
			if (written == 0) {
				written = System.nanoTime();
			}
		}

	}

	/** Among those that the application gives, who come first. */
	static final class Before implements Integrator {

		@Override
		public void integrate(Metadata metadata, @Nullable BootstrapContext context,
				SessionFactoryImplementor factory) {
			built = System.nanoTime();
		}

	}

	/** Among those found on the class path, whose end this module's classes are. */
	public static final class After implements Integrator {

		@Override
		public void integrate(Metadata metadata, @Nullable BootstrapContext context,
				SessionFactoryImplementor factory) {
			migrated = System.nanoTime();
		}

	}

}
