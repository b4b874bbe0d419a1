package io.automigrate.sample;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;

import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.format.annotation.DateTimeFormat.ISO;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The values of a tracker over HTTP, one for a day.
 */
@RestController
@RequestMapping("/api/trackers/{trackerId}/values")
class TrackerValueController {

	private final TrackerValueService values;

	TrackerValueController(TrackerValueService values) {
		this.values = values;
	}

	@GetMapping
	List<ValueResponse> all(@PathVariable long trackerId) {
		return this.values.all(trackerId).stream().map(ValueResponse::of).toList();
	}

	@GetMapping("/{date}")
	ValueResponse one(@PathVariable long trackerId, @PathVariable @DateTimeFormat(iso = ISO.DATE) LocalDate date) {
		return ValueResponse.of(this.values.one(trackerId, date));
	}

	@PutMapping("/{date}")
	ValueResponse put(@PathVariable long trackerId, @PathVariable @DateTimeFormat(iso = ISO.DATE) LocalDate date,
			@Valid @RequestBody ValueRequest request) {
		return ValueResponse.of(this.values.put(trackerId, date, request.value()));
	}

	@DeleteMapping("/{date}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable long trackerId, @PathVariable @DateTimeFormat(iso = ISO.DATE) LocalDate date) {
		this.values.delete(trackerId, date);
	}

	record ValueRequest(@NotBlank String value) {

	}

	record ValueResponse(LocalDate date, String value, @Nullable Instant createdAt, @Nullable Instant updatedAt) {

		static ValueResponse of(TrackerValue value) {
			return new ValueResponse(value.getDate(), value.getValue(), value.getCreatedAt(), value.getUpdatedAt());
		}

	}

}
