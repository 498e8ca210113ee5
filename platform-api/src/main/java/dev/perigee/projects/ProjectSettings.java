package dev.perigee.projects;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code config/application.yml} says.
 *
 * @param appName the project's name; the folder's when the file names none
 * @param topics topics that must exist
 * @param triggers functions by the topic whose appends run them
 * @param environmentNames variables that functions may read
 * @param subscribers functions by the channel that they hear, as written
 * @param perigee settings of Perigee's own, as written
 */
public record ProjectSettings(
        String appName,
        List<String> topics,
        Map<String, List<String>> triggers,
        List<String> environmentNames,
        Map<String, Object> subscribers,
        Map<String, Object> perigee) {

    public ProjectSettings {
        topics = List.copyOf(topics);
        triggers = Map.copyOf(triggers);
        environmentNames = List.copyOf(environmentNames);
        subscribers = Collections.unmodifiableMap(new LinkedHashMap<>(subscribers));
        perigee = Map.copyOf(perigee);
    }

    static ProjectSettings named(String name) {
        return new ProjectSettings(name, List.of(), Map.of(), List.of(), Map.of(), Map.of());
    }
}
