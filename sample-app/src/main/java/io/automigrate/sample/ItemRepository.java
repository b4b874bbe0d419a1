package io.automigrate.sample;

import java.util.List;
import java.util.Optional;

import org.springframework.data.jpa.repository.JpaRepository;

interface ItemRepository extends JpaRepository<Item, Long> {

	List<Item> findByTrackerIdOrderById(long trackerId);

	Optional<Item> findByIdAndTrackerId(long id, long trackerId);

}
