package io.automigrate.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Starts the trackers application, on an embedded PostgreSQL where no database is
 * configured.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class TrackersApplication {

	public static void main(String[] args) {
		SpringApplication.run(TrackersApplication.class, args);
	}

}
