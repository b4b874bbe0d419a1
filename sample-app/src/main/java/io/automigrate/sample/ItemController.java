package io.automigrate.sample;

import java.net.URI;
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
 * The items of a tracker over HTTP.
 */
@RestController
@RequestMapping("/api/trackers/{trackerId}/items")
class ItemController {

	private final ItemService items;

	ItemController(ItemService items) {
		this.items = items;
	}

	@GetMapping
	List<ItemResponse> all(@PathVariable long trackerId) {
		return this.items.all(trackerId).stream().map(ItemResponse::of).toList();
	}

	@GetMapping("/{id}")
	ItemResponse one(@PathVariable long trackerId, @PathVariable long id) {
		return ItemResponse.of(this.items.one(trackerId, id));
	}

	@PostMapping
	ResponseEntity<ItemResponse> create(@PathVariable long trackerId, @Valid @RequestBody ItemRequest request) {
		ItemResponse created = ItemResponse.of(this.items.create(trackerId, request.name(), request.isDone()));
		URI location = URI.create("/api/trackers/" + trackerId + "/items/" + created.id());
		return ResponseEntity.created(location).body(created);
	}

	@PutMapping("/{id}")
	ItemResponse change(@PathVariable long trackerId, @PathVariable long id, @Valid @RequestBody ItemRequest request) {
		return ItemResponse.of(this.items.change(trackerId, id, request.name(), request.isDone()));
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable long trackerId, @PathVariable long id) {
		this.items.delete(trackerId, id);
	}

	record ItemRequest(@NotBlank @Size(max = 200) String name, @Nullable Boolean done) {

		boolean isDone() {
			return Boolean.TRUE.equals(this.done);
		}

	}

	record ItemResponse(@Nullable Long id, String name, boolean done) {

		static ItemResponse of(Item item) {
			return new ItemResponse(item.getId(), item.getName(), item.isDone());
		}

	}

}
