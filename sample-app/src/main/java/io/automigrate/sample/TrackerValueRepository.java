package io.automigrate.sample;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import org.springframework.data.jpa.repository.JpaRepository;

interface TrackerValueRepository extends JpaRepository<TrackerValue, Long> {

	List<TrackerValue> findByTrackerIdOrderByDate(long trackerId);

	Optional<TrackerValue> findByTrackerIdAndDate(long trackerId, LocalDate date);

}
