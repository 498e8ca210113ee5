package dev.perigee.problems;

/**
 * What is wrong with one field of a request.
 *
 * @param pointer JSON pointer into the body, or the name of a parameter
 */
public record FieldError(String pointer, String detail) {

    /** The same error for a request in which this one's body lies at a deeper place. */
    public FieldError below(String parent) {
        return new FieldError(parent + pointer, detail);
    }
}
