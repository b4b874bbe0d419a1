package io.automigrate.plan;

/**
 * A step on the way back.
 *
 * @param step what is done
 * @param reversal what that gives back
 */
public record ReverseStep(MigrationStep step, Reversal reversal) {

}
