package io.automigrate.sample;

import java.util.List;

import org.springframework.data.jpa.repository.JpaRepository;

interface TrackerRepository extends JpaRepository<Tracker, Long> {

	List<Tracker> findAllByOrderByName();

}
