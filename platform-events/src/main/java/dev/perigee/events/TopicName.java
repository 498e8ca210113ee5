package dev.perigee.events;

/**
 * The name of a topic within its namespace. Letters, digits, {@code . _ -} and {@code /}, at most
 * 200 characters, beginning with a letter or digit; what breaks that is refused with a sentence
 * that says so.
 */
public record TopicName(String namespace, String name) {

    public TopicName {
        Names.require("namespace", namespace);
        Names.require("topic name", name);
    }

    @Override
    public String toString() {
        return namespace + ":" + name;
    }
}
