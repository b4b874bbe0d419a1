package io.automigrate.test;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * An address of this machine that can vanish, with all packets to and from it and without
 * any connection being closed. Other than a proxy that swallows, whose own system still
 * answers keepalives, this is what a host that has lost its power looks like to a server.
 * Needs Linux, {@code ip} and the right to use it.
 */
public final class VanishingHost implements AutoCloseable {

	private final String address;

	private boolean there;

	private VanishingHost(String address) {
		this.address = address;
	}

	/**
	 * Returns whether this machine lets us have such an address.
	 * @return whether {@link #appear()} works
	 */
	public static boolean possible() {
		if (!Commands.linux()) {
			return false;
		}
		try {
			appear().close();
			return true;
		}
		catch (IllegalStateException | UncheckedIOException ex) {
			return false;
		}
	}

	/**
	 * Add an address.
	 * @return the host, to be closed by the caller
	 */
	public static VanishingHost appear() {
		int number = (int) (ProcessHandle.current().pid() % 250) + 1;
		VanishingHost host = new VanishingHost("10.213.7." + number);
		host.change("add");
		host.there = true;
		return host;
	}

	public String address() {
		return this.address;
	}

	/** Vanish. */
	public void vanish() {
		if (this.there) {
			this.there = false;
			change("del");
		}
	}

	private void change(String how) {
		List<String> words = List.of("ip", "address", how, this.address + "/32", "dev", "lo");
		Commands.run(Commands.root() ? words : Stream.concat(Stream.of("sudo", "-n"), words.stream()).toList());
	}

	@Override
	public void close() {
		vanish();
	}

}
