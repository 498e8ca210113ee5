package dev.perigee.projects;

import dev.perigee.projects.ProjectPublisher.Release;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A release as the management API takes it. */
final class ProjectRequest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ProjectRequest() {}

    /** Variables are left as they are on the server when the release has none. */
    static ObjectNode of(Release release) {
        var request = JSON.createObjectNode();
        request.put("namespace", ProjectFolder.NAMESPACE);
        request.put("project", projectName(release.project()));
        var functions = request.putArray("functions");
        for (var function : release.functions()) {
            var item = functions.addObject();
            item.put("name", function.name());
            item.put("runtime", function.runtime());
            item.put("handler", function.handler());
            item.set("files", JSON.valueToTree(texts(function.files())));
            var binary = binaries(function.files());
            if (!binary.isEmpty()) {
                item.set("binaryFiles", JSON.valueToTree(binary));
            }
        }
        var routes = request.putArray("routes");
        for (var route : release.routes()) {
            var item = routes.addObject();
            item.put("method", route.method());
            item.put("path", route.path());
            if (route.function() != null) {
                item.put("function", route.function());
            }
            putJson(item, "pipeline", route.pipeline());
            putJson(item, "filters", route.filters());
        }
        if (!release.environment().isEmpty()) {
            request.set("environment", JSON.valueToTree(release.environment()));
        }
        if (release.subscribers() != null) {
            request.set("subscribers", JSON.valueToTree(release.subscribers()));
        }
        if (release.events() != null) {
            request.set("events", JSON.valueToTree(release.events()));
        }
        return request;
    }

    private static void putJson(ObjectNode item, String key, @Nullable String json) {
        if (json != null) {
            item.set(key, JSON.readTree(json));
        }
    }

    /** The name as servers accept it: other characters become hyphens. */
    static String projectName(String appName) {
        var name = appName.replaceAll("[^A-Za-z0-9._ -]", "-").replaceAll("^[^A-Za-z0-9]+", "");
        return name.isBlank() || name.equals("api") ? "project-" + name : name;
    }

    static Map<String, String> texts(SortedMap<String, byte[]> files) {
        var texts = new TreeMap<String, String>();
        files.forEach((path, content) -> text(content).ifPresent(text -> texts.put(path, text)));
        return texts;
    }

    static Map<String, String> binaries(SortedMap<String, byte[]> files) {
        var binaries = new TreeMap<String, String>();
        files.forEach(
                (path, content) -> {
                    if (text(content).isEmpty()) {
                        binaries.put(path, Base64.getEncoder().encodeToString(content));
                    }
                });
        return binaries;
    }

    private static Optional<String> text(byte[] content) {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
            return Optional.of(text.toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
