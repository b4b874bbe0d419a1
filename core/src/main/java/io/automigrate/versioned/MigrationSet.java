package io.automigrate.versioned;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.automigrate.source.DesiredSchema;
import io.automigrate.sql.SqlScript;
import org.jspecify.annotations.Nullable;

/**
 * The migrations of an application as they were found. Parsed on first use, which a start
 * with nothing to do never comes to. Not for several threads at once.
 */
public final class MigrationSet {

	/** No migrations. */
	public static final MigrationSet EMPTY = new MigrationSet(List.of(), List.of(), MigrationFormat.OWN);

	private static final Pattern SETS = Pattern.compile("(?i)\\b(re)?set\\b|set_config|discard");

	private final List<MigrationFile> files;

	private final List<VersionedMigration> beans;

	private final MigrationFormat format;

	private @Nullable MigrationGraph graph;

	MigrationSet(List<MigrationFile> files, List<VersionedMigration> beans, MigrationFormat format) {
		this.files = List.copyOf(files);
		this.beans = List.copyOf(beans);
		this.format = format;
	}

	/**
	 * Returns migrations that are connected already.
	 * @param graph the migrations
	 * @return a set without files or beans of its own
	 */
	public static MigrationSet of(MigrationGraph graph) {
		MigrationSet set = new MigrationSet(List.of(), List.of(), MigrationFormat.OWN);
		set.graph = graph;
		return set;
	}

	/**
	 * Add files.
	 * @param others the files; those whose names are there already are left out
	 * @return the files and beans, and the others
	 */
	public MigrationSet with(Collection<MigrationFile> others) {
		Set<String> names = fileNames();
		List<MigrationFile> all = new ArrayList<>(this.files);
		others.stream().filter((file) -> names.add(file.name())).forEach(all::add);
		return new MigrationSet(all, this.beans, this.format);
	}

	/**
	 * Returns the names of the files.
	 * @return a new set
	 */
	public Set<String> fileNames() {
		return this.files.stream().map(MigrationFile::name).collect(Collectors.toCollection(HashSet::new));
	}

	/**
	 * Returns the files.
	 * @return the files as they were read
	 */
	public List<MigrationFile> files() {
		return this.files;
	}

	/**
	 * Returns how the files are written.
	 * @return the format
	 */
	public MigrationFormat format() {
		return this.format;
	}

	/**
	 * Leave out the files that are not in our own format.
	 * @return the others, and the beans
	 */
	public MigrationSet own() {
		return (this.format == MigrationFormat.OWN) ? this : new MigrationSet(
				this.files.stream().filter(FlywayFormat::own).toList(), this.beans, MigrationFormat.OWN);
	}

	public boolean isEmpty() {
		MigrationGraph connected = this.graph;
		return this.files.isEmpty() && this.beans.isEmpty()
				&& (connected == null || (connected.migrations().isEmpty() && connected.repeatables().isEmpty()));
	}

	/**
	 * Returns a value that is another one whenever any migration is.
	 * @return the value
	 */
	public String fingerprint() {
		String names = Stream
			.concat(this.files.stream().map(MigrationFile::name), this.beans.stream().map(MigrationSet::stated))
			.collect(Collectors.joining("\n", this.format.stated(), ""));
		return new DesiredSchema(this.files.stream().map((file) -> new SqlScript(file.name(), file.text())).toList())
			.fingerprint(names);
	}

	private static String stated(VersionedMigration bean) {
		return bean.version() + " " + bean.name() + " " + bean.checksum() + " " + bean.dependencies();
	}

	/**
	 * Returns whether any of them might change settings of its session, at a glance.
	 * @return whether it is worth to look
	 */
	public boolean mayChangeSettings() {
		return !this.beans.isEmpty() || this.files.stream().anyMatch((file) -> SETS.matcher(file.text()).find());
	}

	/**
	 * Returns the migrations, parsed, checked and connected.
	 * @return the graph
	 * @throws io.automigrate.error.MigrationException if one cannot be used, or they do
	 * not fit together
	 */
	public MigrationGraph graph() {
		MigrationGraph connected = this.graph;
		if (connected == null) {
			List<Migration> migrations = new ArrayList<>(this.format.migrations(this.files));
			this.beans.forEach((bean) -> migrations.add(Migration.of(bean)));
			connected = MigrationGraph.of(migrations);
			this.graph = connected;
		}
		return connected;
	}

}
