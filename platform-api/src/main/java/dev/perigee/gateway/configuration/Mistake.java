package dev.perigee.gateway.configuration;

/**
 * What is wrong in a configuration.
 *
 * @param pointer the place, as a JSON pointer
 * @param message what is wrong and what would be right
 */
public record Mistake(String pointer, String message) {

    @Override
    public String toString() {
        return pointer.isEmpty() ? message : pointer + ": " + message;
    }
}
