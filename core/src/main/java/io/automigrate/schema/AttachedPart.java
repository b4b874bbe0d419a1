package io.automigrate.schema;

/**
 * What a partition has because its parent has it: an index, or a constraint. PostgreSQL
 * makes it with the parent's unless the partition has one already that will do.
 *
 * @param to the name of the parent's
 * @param object the partition's own
 * @param keyOfIndex whether it is a key while the parent's is a mere index: the partition
 * has it by itself, and loses it with the parent's index all the same
 */
public record AttachedPart(String to, SchemaObject object, boolean keyOfIndex) {

}
