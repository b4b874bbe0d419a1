package io.automigrate.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.jayway.jsonpath.JsonPath;
import io.automigrate.test.TestDatabase;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The application on a database and a port of its own, asked over HTTP.
 */
final class RunningApplication implements AutoCloseable {

	private final HttpClient client = HttpClient.newHttpClient();

	private final ConfigurableApplicationContext context;

	private RunningApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static RunningApplication on(TestDatabase database) {
		return new RunningApplication(new SpringApplicationBuilder(TrackersApplication.class).run("--server.port=0",
				"--DB_HOST=" + database.server().host(), "--DB_PORT=" + database.server().port(),
				"--DB_NAME=" + database.name(), "--DB_USER=" + database.server().user(),
				"--DB_PASSWORD=" + database.server().password()));
	}

	Answer get(String path) {
		return send("GET", path, null);
	}

	/**
	 * Ask until the answer has a status: what has just changed is told a moment later.
	 */
	Answer get(String path, int status) {
		long end = System.nanoTime() + 20_000_000_000L;
		Answer answer = get(path);
		while (answer.status() != status && System.nanoTime() < end) {
			answer = get(path);
		}
		return answer;
	}

	Answer delete(String path) {
		return send("DELETE", path, null);
	}

	Answer post(String path, @Nullable String json) {
		return send("POST", path, json);
	}

	Answer put(String path, String json) {
		return send("PUT", path, json);
	}

	private Answer send(String method, String path, @Nullable String json) {
		String port = this.context.getEnvironment().getRequiredProperty("local.server.port");
		BodyPublisher body = (json != null) ? BodyPublishers.ofString(json) : BodyPublishers.noBody();
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
			.method(method, body);
		if (json != null) {
			request.header("Content-Type", "application/json");
		}
		try {
			HttpResponse<String> response = this.client.send(request.build(), BodyHandlers.ofString());
			return new Answer(response.statusCode(), response.body());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
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

	/**
	 * What the application answered.
	 *
	 * @param status the HTTP status
	 * @param body the JSON, empty where there is none
	 */
	record Answer(int status, String body) {

		Object read(String path) {
			Object value = JsonPath.read(this.body, path);
			return Objects.requireNonNull(value, path);
		}

		List<Object> list(String path) {
			return JsonPath.read(this.body, path);
		}

		Map<String, Object> object(String path) {
			return JsonPath.read(this.body, path);
		}

	}

}
