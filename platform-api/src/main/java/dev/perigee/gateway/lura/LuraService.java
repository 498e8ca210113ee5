package dev.perigee.gateway.lura;

import dev.perigee.gateway.configuration.InvalidConfigurationException;
import dev.perigee.gateway.configuration.Mistake;
import dev.perigee.gateway.pipeline.PipelineSpec;
import java.util.List;
import java.util.Map;

/**
 * What a file of Lura's says.
 *
 * @param settings the gateway's settings that the file sets, by name
 * @param endpoints what can be served
 * @param mistakes what is wrong; nothing of the file is served when there is any
 * @param notices what is kept but has no effect here
 */
public record LuraService(
        Map<String, String> settings,
        List<Endpoint> endpoints,
        List<Mistake> mistakes,
        List<Mistake> notices) {

    public LuraService {
        settings = Map.copyOf(settings);
        endpoints = List.copyOf(endpoints);
        mistakes = List.copyOf(mistakes);
        notices = List.copyOf(notices);
    }

    /**
     * An endpoint.
     *
     * @param index its place in the file; -1 for one that every service has
     * @param path with parameters as {@code :name}
     */
    public record Endpoint(int index, String method, String path, Answer answer) {}

    /** What answers an endpoint. */
    public sealed interface Answer {

        /** Backends. */
        record Backends(PipelineSpec pipeline) implements Answer {}

        /** Something that every service has: {@code health}, {@code debug}, {@code echo}. */
        record BuiltIn(String name) implements Answer {}

        /** The methods of a path. */
        record Options(List<String> methods) implements Answer {}
    }

    /** This service, unless something is wrong with it. */
    public LuraService verified() {
        if (!mistakes.isEmpty()) {
            throw new InvalidConfigurationException(mistakes);
        }
        return this;
    }
}
