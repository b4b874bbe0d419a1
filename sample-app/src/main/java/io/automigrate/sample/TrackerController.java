package io.automigrate.sample;

import java.net.URI;
import java.time.Instant;
import java.util.List;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Trackers over HTTP.
 */
@RestController
@RequestMapping("/api/trackers")
class TrackerController {

	private final TrackerService trackers;

	TrackerController(TrackerService trackers) {
		this.trackers = trackers;
	}

	@GetMapping
	List<TrackerResponse> all() {
		return this.trackers.all().stream().map(TrackerResponse::of).toList();
	}

	@GetMapping("/{id}")
	TrackerResponse one(@PathVariable long id) {
		return TrackerResponse.of(this.trackers.one(id));
	}

	@PostMapping
	ResponseEntity<TrackerResponse> create(@Valid @RequestBody TrackerRequest request) {
		TrackerResponse created = TrackerResponse
			.of(this.trackers.create(request.name(), request.description(), request.unit()));
		return ResponseEntity.created(URI.create("/api/trackers/" + created.id())).body(created);
	}

	@PutMapping("/{id}")
	TrackerResponse change(@PathVariable long id, @Valid @RequestBody TrackerRequest request) {
		return TrackerResponse.of(this.trackers.change(id, request.name(), request.description(), request.unit()));
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable long id) {
		this.trackers.delete(id);
	}

	record TrackerRequest(@NotBlank @Size(max = 100) String name, @Nullable String description,
			@Size(max = 20) @Nullable String unit) {

	}

	record TrackerResponse(@Nullable Long id, String name, @Nullable String description, @Nullable String unit,
			@Nullable Instant createdAt) {

		static TrackerResponse of(Tracker tracker) {
			return new TrackerResponse(tracker.getId(), tracker.getName(), tracker.getDescription(), tracker.getUnit(),
					tracker.getCreatedAt());
		}

	}

}
