package io.automigrate.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.automigrate.schema.Extension;
import io.automigrate.schema.Namespace;
import io.automigrate.schema.ObjectKind;

/**
 * Reads the schemas themselves, and the database's extensions.
 */
final class DatabaseReader {

	private static final String NAMESPACES = """
			SELECT n.oid, :grants(n.nspacl, n.nspowner) FROM pg_namespace n WHERE n.oid IN (:namespaces)""";

	/** Every database has plpgsql; nobody asked for it. */
	private static final String EXTENSIONS = """
			SELECT oid, extname, extnamespace, extversion, extrelocatable FROM pg_extension WHERE extname <> 'plpgsql'""";

	private final CatalogObjects objects;

	private final List<Namespace> namespaces = new ArrayList<>();

	private final List<Extension> extensions = new ArrayList<>();

	DatabaseReader(CatalogObjects objects, CatalogQueries queries) {
		this.objects = objects;
		queries.ask(NAMESPACES, this::namespace);
		queries.ask(EXTENSIONS, this::extension);
	}

	private void namespace(ResultSet row) throws SQLException {
		long oid = row.getLong(1);
		this.namespaces.add(new Namespace(this.objects.schema(oid),
				CatalogObjects.grants(ObjectKind.SCHEMA, row.getArray(2)), this.objects.comment("pg_namespace", oid)));
	}

	/** CREATE EXTENSION makes the comment, so that it says nothing of anybody's wish. */
	private void extension(ResultSet row) throws SQLException {
		Extension extension = new Extension(row.getString(2), this.objects.schema(row.getLong(3)), row.getString(4),
				row.getBoolean(5), null);
		this.objects.add("pg_extension", row.getLong(1), extension.id());
		this.extensions.add(extension);
	}

	List<Namespace> namespaces() {
		this.namespaces.sort(Comparator.comparing(Namespace::name));
		return this.namespaces;
	}

	List<Extension> extensions() {
		this.extensions.sort(Comparator.comparing(Extension::name));
		return this.extensions;
	}

}
