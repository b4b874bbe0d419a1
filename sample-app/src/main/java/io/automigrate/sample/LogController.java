package io.automigrate.sample;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The log over HTTP, the last hundred lines of it.
 */
@RestController
class LogController {

	private final LogRepository logs;

	LogController(LogRepository logs) {
		this.logs = logs;
	}

	@GetMapping("/api/logs")
	List<LogResponse> latest() {
		return this.logs.findTop100ByOrderByIdDesc().stream().map(LogResponse::of).toList();
	}

	record LogResponse(@Nullable Long id, @Nullable Instant occurredAt, LogEntry.Action action,
			@Nullable Long trackerId, String subject) {

		static LogResponse of(LogEntry entry) {
			return new LogResponse(entry.getId(), entry.getOccurredAt(), entry.getAction(), entry.getTrackerId(),
					entry.getSubject());
		}

	}

}
