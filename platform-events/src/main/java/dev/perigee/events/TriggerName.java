package dev.perigee.events;

/** The name of a trigger within its namespace, under the rules of {@link TopicName}. */
public record TriggerName(String namespace, String name) {

    public TriggerName {
        Names.require("namespace", namespace);
        Names.require("trigger name", name);
    }

    @Override
    public String toString() {
        return namespace + ":" + name;
    }
}
