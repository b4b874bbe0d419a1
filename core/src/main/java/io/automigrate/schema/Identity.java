package io.automigrate.schema;

/**
 * How the values of an identity column are generated.
 *
 * @param always whether a value that is given is refused: GENERATED ALWAYS
 * @param sequence the name of the sequence behind it, without the schema
 * @param options the sequence's options
 */
public record Identity(boolean always, String sequence, SequenceOptions options) {

}
