package io.automigrate.test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A main class of the tests in a JVM of its own, which can be killed and, on Linux and
 * macOS, be stopped and go on.
 */
public final class ChildProcess implements AutoCloseable {

	private final Process process;

	private final List<String> lines = new CopyOnWriteArrayList<>();

	private final Thread reader;

	private ChildProcess(Process process) {
		this.process = process;
		this.reader = TcpProxy.daemon("output of process " + process.pid(), this::read);
	}

	/**
	 * Start a main class of this JVM's class path.
	 * @param main the class
	 * @param arguments its arguments
	 * @return the process, to be closed by the caller
	 */
	public static ChildProcess start(Class<?> main, List<String> arguments) {
		List<String> words = new ArrayList<>(
				List.of(System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
						"-cp", System.getProperty("java.class.path"), main.getName()));
		words.addAll(arguments);
		try {
			return new ChildProcess(new ProcessBuilder(words).redirectErrorStream(true).start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns whether processes can be stopped here and go on.
	 * @return whether {@link #stop()} works
	 */
	public static boolean stoppable() {
		return !System.getProperty("os.name", "").startsWith("Windows");
	}

	private void read() {
		try (BufferedReader output = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
			output.lines().forEach(this.lines::add);
		}
		catch (IOException | UncheckedIOException ex) {
			// The process has ended.
		}
	}

	/**
	 * Returns what it has printed by now.
	 * @return the lines
	 */
	public List<String> lines() {
		return List.copyOf(this.lines);
	}

	/**
	 * Wait for a line.
	 * @param wanted what the line is like
	 * @param atMost how long
	 * @return the line
	 */
	public String await(Predicate<String> wanted, Duration atMost) {
		try {
			Waiting.until("a line of the process", atMost, () -> this.lines.stream().anyMatch(wanted) || !alive());
		}
		catch (AssertionError ex) {
			throw new AssertionError(ex.getMessage() + "; it printed " + this.lines, ex);
		}
		joinReader();
		return this.lines.stream()
			.filter(wanted)
			.findFirst()
			.orElseThrow(() -> new AssertionError("It ended and printed only " + this.lines));
	}

	/**
	 * Wait until it has ended.
	 * @param atMost how long
	 * @return its exit code
	 */
	public int awaitEnd(Duration atMost) {
		Waiting.until("the process ends, which printed " + this.lines, atMost, () -> !alive());
		joinReader();
		return this.process.exitValue();
	}

	private void joinReader() {
		if (!alive()) {
			try {
				this.reader.join(TimeUnit.SECONDS.toMillis(5));
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	public boolean alive() {
		return this.process.isAlive();
	}

	/** End it by a signal that it cannot catch. */
	public void kill() {
		this.process.destroyForcibly().onExit().join();
	}

	/** Let it stand still, as a machine does that is paused or swaps. */
	public void stop() {
		Commands.signal("STOP", this.process.pid());
	}

	/** Let it go on. */
	public void resume() {
		Commands.signal("CONT", this.process.pid());
	}

	@Override
	public void close() {
		kill();
	}

}
