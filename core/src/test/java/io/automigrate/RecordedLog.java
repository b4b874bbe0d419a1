package io.automigrate;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.slf4j.LoggerFactory;

/**
 * What this thread writes to our log, until it is closed.
 */
final class RecordedLog implements AutoCloseable {

	private final Logger logger = (Logger) LoggerFactory.getLogger("io.automigrate");

	private final Level level = this.logger.getLevel();

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	private final String thread = Thread.currentThread().getName();

	RecordedLog(Level level) {
		this.appender.start();
		this.logger.addAppender(this.appender);
		this.logger.setLevel(level);
	}

	List<String> lines() {
		return events().stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

	List<String> lines(Level level) {
		return events().stream()
			.filter((event) -> event.getLevel() == level)
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

	private List<ILoggingEvent> events() {
		return List.copyOf(this.appender.list)
			.stream()
			.filter((event) -> event.getThreadName().equals(this.thread))
			.toList();
	}

	@Override
	public void close() {
		this.logger.detachAppender(this.appender);
		this.logger.setLevel(this.level);
	}

}
