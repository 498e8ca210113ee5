package dev.perigee.events;

/** What happens to an event whose attempts are used up. */
public enum OnFailure {
    /** It becomes a dead letter and its partition goes on. */
    PARK,
    /** Its partition stops there until the trigger is resumed or moved. */
    BLOCK
}
