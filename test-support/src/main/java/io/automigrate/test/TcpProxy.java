package io.automigrate.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Stands between clients and a server, and does what networks do: cut connections, be
 * slow, let packets vanish. It also reads along, so that a test can act right before a
 * statement is sent or right before its answer arrives, whatever opens the connection.
 */
public final class TcpProxy implements AutoCloseable {

	private final String host;

	private final int port;

	private final ServerSocket listener;

	private final Watcher watcher;

	private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();

	private final AtomicInteger accepted = new AtomicInteger();

	private final Object gate = new Object();

	private boolean swallowing;

	private volatile int delayMillis;

	private volatile int bytesPerSecond;

	private TcpProxy(String host, int port, Watcher watcher) {
		this.host = host;
		this.port = port;
		this.watcher = watcher;
		try {
			this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		daemon("proxy of " + port, this::accept);
	}

	/**
	 * Stand in front of a server.
	 * @param server the server
	 * @return a proxy, to be closed by the caller
	 */
	public static TcpProxy to(TestServer server) {
		return to(server.host(), server.port(), new Watcher() {
		});
	}

	/**
	 * Stand in front of a server and tell what is sent to it.
	 * @param server the server
	 * @param watcher is told
	 * @return a proxy, to be closed by the caller
	 */
	public static TcpProxy to(TestServer server, Watcher watcher) {
		return to(server.host(), server.port(), watcher);
	}

	/**
	 * Stand in front of whatever speaks PostgreSQL's protocol.
	 * @param host its host
	 * @param port its port
	 * @param watcher is told what is sent
	 * @return a proxy, to be closed by the caller
	 */
	public static TcpProxy to(String host, int port, Watcher watcher) {
		return new TcpProxy(host, port, watcher);
	}

	/**
	 * Is told, on a thread of the proxy, of what goes through.
	 */
	public interface Watcher {

		/**
		 * Something is about to be sent to the server.
		 * @param connection the number of the connection, from 1
		 * @param backend the process that serves it
		 * @param statements the statements of one round trip
		 */
		default void sending(int connection, int backend, String statements) {
		}

		/**
		 * The server has answered, and the client is about to learn of it.
		 * @param connection the number of the connection, from 1
		 * @param backend the process that serves it
		 * @param statements the statements of the last round trip
		 */
		default void answering(int connection, int backend, String statements) {
		}

	}

	public int port() {
		return this.listener.getLocalPort();
	}

	public String url(TestDatabase database) {
		return "jdbc:postgresql://localhost:" + port() + "/" + database.name();
	}

	/**
	 * Returns a data source, without a pool, that goes through here as the superuser.
	 * @param database the database
	 * @return the data source
	 */
	public PGSimpleDataSource dataSource(TestDatabase database) {
		return TestDatabase.dataSource(url(database), database.server().user(), database.server().password());
	}

	/** Returns how many connections were opened through here. */
	public int accepted() {
		return this.accepted.get();
	}

	/** Close every connection that there is. New ones go through. */
	public void cut() {
		this.connections.forEach(ProxiedConnection::close);
	}

	/**
	 * Let nothing through, in either direction, and close nothing: neither side learns
	 * that the other one is gone. What was on its way arrives late after {@link #heal()},
	 * as TCP sends it again.
	 */
	public void swallow() {
		synchronized (this.gate) {
			this.swallowing = true;
		}
	}

	/**
	 * Be late with everything.
	 * @param millis how late
	 */
	public void delay(int millis) {
		this.delayMillis = millis;
	}

	/**
	 * Be slow.
	 * @param bytes how much gets through in a second, for each connection and direction
	 */
	public void throttle(int bytes) {
		this.bytesPerSecond = bytes;
	}

	/** Let everything through again. */
	public void heal() {
		this.delayMillis = 0;
		this.bytesPerSecond = 0;
		synchronized (this.gate) {
			this.swallowing = false;
			this.gate.notifyAll();
		}
	}

	/** Wait until something may go through, or the connection is cut. */
	void pass(int bytes, ProxiedConnection connection) {
		if (this.delayMillis > 0) {
			Waiting.pause(this.delayMillis);
		}
		if (this.bytesPerSecond > 0) {
			Waiting.pause(1_000L * bytes / this.bytesPerSecond);
		}
		synchronized (this.gate) {
			while (this.swallowing && !connection.closed()) {
				try {
					this.gate.wait();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
					throw new IllegalStateException(ex);
				}
			}
		}
	}

	Watcher watcher() {
		return this.watcher;
	}

	void ended(ProxiedConnection connection) {
		this.connections.remove(connection);
		synchronized (this.gate) {
			this.gate.notifyAll();
		}
	}

	private void accept() {
		while (!this.listener.isClosed()) {
			Socket client = null;
			try {
				client = this.listener.accept();
				Socket server = new Socket(this.host, this.port);
				ProxiedConnection connection = new ProxiedConnection(this, this.accepted.incrementAndGet(), client,
						server);
				this.connections.add(connection);
				connection.start();
			}
			catch (IOException ex) {
				// The proxy is closed, or the server is down, which the client is to see.
				close(client);
			}
		}
	}

	static void close(@Nullable Socket socket) {
		try {
			if (socket != null) {
				socket.close();
			}
		}
		catch (IOException ex) {
			// Is closed.
		}
	}

	static Thread daemon(String name, Runnable work) {
		Thread thread = new Thread(work, name);
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	@Override
	public void close() {
		try {
			this.listener.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		cut();
	}

}
