package io.automigrate.autoconfigure.actuate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.automigrate.autoconfigure.SchemaMigrators;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.Environment;

/**
 * An application with Actuator that serves HTTP on a port of its own.
 */
final class ActuatedApplication implements AutoCloseable {

	private static final JsonMapper json = new JsonMapper();

	private final ConfigurableApplicationContext context;

	private final String portProperty;

	private ActuatedApplication(ConfigurableApplicationContext context, String portProperty) {
		this.context = context;
		this.portProperty = portProperty;
	}

	/**
	 * Start an application whose migrations are scripted.
	 * @param type how it serves HTTP
	 * @param migrations the migrations
	 * @param properties its properties, as {@code name=value}
	 * @return the application
	 */
	static ActuatedApplication start(WebApplicationType type, Map<String, ScriptedMigration> migrations,
			String... properties) {
		Map<String, DatabaseMigration> scripted = new LinkedHashMap<>();
		migrations.forEach((name, migration) -> scripted.put(name, migration.migration()));
		return start(type, (context) -> {
			Environment environment = context.getEnvironment();
			context.registerBean(SchemaMigrators.class, () -> new SchemaMigrators(Map.of()));
			context.registerBean(HealthMonitors.class, () -> new HealthMonitors(scripted, Duration.ofSeconds(30)));
			context.registerBean(MigrationTrigger.class, () -> new MigrationTrigger(scripted, Origin.of(environment)));
		}, properties);
	}

	/**
	 * Start an application with real migrators.
	 * @param type how it serves HTTP
	 * @param migrators the migrators
	 * @param properties its properties, as {@code name=value}
	 * @return the application
	 */
	static ActuatedApplication start(WebApplicationType type, SchemaMigrators migrators, String... properties) {
		return start(type, (context) -> context.registerBean(SchemaMigrators.class, () -> migrators), properties);
	}

	private static ActuatedApplication start(WebApplicationType type, Consumer<GenericApplicationContext> beans,
			String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--spring.main.banner-mode=off"));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		return new ActuatedApplication(new SpringApplicationBuilder(Application.class).web(type)
			.initializers((context) -> beans.accept((GenericApplicationContext) context))
			.run(arguments.toArray(String[]::new)), "local.server.port");
	}

	/**
	 * Return the same application, asked on its management port.
	 * @return the application
	 */
	ActuatedApplication onManagementPort() {
		return new ActuatedApplication(this.context, "local.management.port");
	}

	Reply get(String path) {
		return send(request(path).GET());
	}

	/**
	 * Ask until the answer has a status: what has just changed is told a moment later.
	 * @param path what to ask
	 * @param status the HTTP status that is to come
	 * @return the answer, also one of another status if that does not come
	 */
	Reply get(String path, int status) {
		long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
		Reply reply = get(path);
		while (reply.status() != status && System.nanoTime() < end) {
			reply = get(path);
		}
		return reply;
	}

	Reply post(String path) {
		return send(request(path).POST(BodyPublishers.noBody()));
	}

	Reply post(String path, String contentType, String body) {
		return send(request(path).header("Content-Type", contentType).POST(BodyPublishers.ofString(body)));
	}

	Reply postWithoutContentType(String path, String body) {
		return send(request(path).POST(BodyPublishers.ofString(body)));
	}

	private HttpRequest.Builder request(String path) {
		String port = this.context.getEnvironment().getRequiredProperty(this.portProperty);
		return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).timeout(Duration.ofSeconds(10));
	}

	private Reply send(HttpRequest.Builder request) {
		try {
			long start = System.nanoTime();
			// A connection for each request: on a kept one Reactor Netty 1.3.7 at times
			// leaves the request that follows another kind of request unread
			HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
			var response = client.send(request.build(), BodyHandlers.ofString());
			return new Reply(response.statusCode(), response.body(), (System.nanoTime() - start) / 1_000_000);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

	record Reply(int status, String body, long milliseconds) {

		@SuppressWarnings("unchecked")
		Map<String, Object> json() {
			return json.readValue(this.body, Map.class);
		}

		@SuppressWarnings("unchecked")
		@Nullable Map<String, Object> json(String name) {
			return (@Nullable Map<String, Object>) json().get(name);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	static class Application {

	}

}
