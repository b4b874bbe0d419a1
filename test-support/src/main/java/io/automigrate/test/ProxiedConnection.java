package io.automigrate.test;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A connection through a proxy. Knows as much of PostgreSQL's protocol as is needed to
 * tell statements, round trips and the backend's process apart.
 */
final class ProxiedConnection {

	private static final int CANCEL_REQUEST = 80877102;

	private static final int SSL_REQUEST = 80877103;

	private static final int GSS_REQUEST = 80877104;

	private final TcpProxy proxy;

	private final int number;

	private final Socket client;

	private final Socket server;

	private volatile boolean closed;

	private volatile int backend;

	private volatile String statements = "";

	/** Whether the server answers the next request for encryption by a single byte. */
	private volatile boolean asksForEncryption;

	ProxiedConnection(TcpProxy proxy, int number, Socket client, Socket server) {
		this.proxy = proxy;
		this.number = number;
		this.client = client;
		this.server = server;
	}

	void start() {
		TcpProxy.daemon("proxy to server", () -> run(this::toServer));
		TcpProxy.daemon("proxy to client", () -> run(this::toClient));
	}

	/** One direction. */
	private interface Pump {

		void run() throws IOException;

	}

	/** An end on either side is an end on the other, once something gets through. */
	private void run(Pump pump) {
		try {
			pump.run();
		}
		catch (IOException ex) {
			this.proxy.pass(0, this);
		}
		close();
	}

	private void toServer() throws IOException {
		DataInputStream in = new DataInputStream(new BufferedInputStream(this.client.getInputStream()));
		OutputStream out = this.server.getOutputStream();
		int code = 0;
		do {
			int length = in.readInt();
			byte[] body = in.readNBytes(length - Integer.BYTES);
			code = ByteBuffer.wrap(body).getInt();
			this.asksForEncryption = code == SSL_REQUEST || code == GSS_REQUEST;
			send(out, ByteBuffer.allocate(length).putInt(length).put(body).array());
		}
		while (this.asksForEncryption);
		if (code != CANCEL_REQUEST) {
			messages(in, out);
		}
	}

	/** Statements of one round trip are sent together. */
	private void messages(DataInputStream in, OutputStream out) throws IOException {
		Map<String, String> prepared = new HashMap<>();
		List<String> sent = new ArrayList<>();
		ByteArrayOutputStream pending = new ByteArrayOutputStream();
		while (true) {
			byte type = in.readByte();
			int length = in.readInt();
			byte[] body = in.readNBytes(length - Integer.BYTES);
			DataOutputStream message = new DataOutputStream(pending);
			message.writeByte(type);
			message.writeInt(length);
			message.write(body);
			if (type == 'P') {
				prepared.put(text(body, 0), text(body, 1));
			}
			else if (type == 'B') {
				sent.add(prepared.getOrDefault(text(body, 1), ""));
			}
			else if (type == 'Q') {
				sent.add(text(body, 0));
			}
			if (type == 'Q' || type == 'S') {
				this.statements = String.join(";\n", sent);
				this.proxy.watcher().sending(this.number, this.backend, this.statements);
				sent.clear();
			}
			if (type != 'P' && type != 'B' && type != 'D' && type != 'E' && type != 'C') {
				send(out, pending.toByteArray());
				pending.reset();
			}
		}
	}

	private void toClient() throws IOException {
		DataInputStream in = new DataInputStream(new BufferedInputStream(this.server.getInputStream()));
		OutputStream out = this.client.getOutputStream();
		while (true) {
			byte type = in.readByte();
			if (this.asksForEncryption) {
				send(out, new byte[] { type });
				continue;
			}
			int length = in.readInt();
			byte[] message = ByteBuffer.allocate(1 + length)
				.put(type)
				.putInt(length)
				.put(in.readNBytes(length - Integer.BYTES))
				.array();
			if (type == 'K') {
				this.backend = ByteBuffer.wrap(message).getInt(1 + Integer.BYTES);
			}
			else if (type == 'Z') {
				this.proxy.watcher().answering(this.number, this.backend, this.statements);
			}
			send(out, message);
		}
	}

	private void send(OutputStream out, byte[] bytes) throws IOException {
		this.proxy.pass(bytes.length, this);
		out.write(bytes);
		out.flush();
	}

	/** The text after so many others, each of which ends with a zero. */
	private static String text(byte[] body, int skipped) {
		int start = 0;
		for (int i = 0; i < skipped; i++) {
			start = end(body, start) + 1;
		}
		return new String(body, start, end(body, start) - start, StandardCharsets.UTF_8);
	}

	private static int end(byte[] body, int start) {
		int end = start;
		while (body[end] != 0) {
			end++;
		}
		return end;
	}

	boolean closed() {
		return this.closed;
	}

	/** No thread is interrupted: a watcher may be at work on it. */
	void close() {
		this.closed = true;
		TcpProxy.close(this.client);
		TcpProxy.close(this.server);
		this.proxy.ended(this);
	}

}
