package io.automigrate.sample;

import java.util.List;

import org.springframework.data.jpa.repository.JpaRepository;

interface LogRepository extends JpaRepository<LogEntry, Long> {

	List<LogEntry> findTop100ByOrderByIdDesc();

}
