package io.automigrate.catalog;

/**
 * What readers of other things have to know of a column.
 *
 * @param name its name
 * @param type the OID of its type, or 0 if it was not asked for
 * @param collation the OID of its collation, or 0
 */
record CatalogColumn(String name, long type, long collation) {

}
