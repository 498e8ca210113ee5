package dev.perigee.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Which namespace of which server a command of the event log is about, and how it prints. */
final class LogOptions {

    @Mixin private final ServerOptions server = new ServerOptions();

    @Option(names = "--namespace", paramLabel = "NAME", description = "The namespace (default).")
    private String namespace = "default";

    @Option(names = "--json", description = "Print JSON, one document a line.")
    private boolean json;

    ManagementClient client(Map<String, String> environment) {
        return server.client(environment);
    }

    String namespace() {
        return namespace;
    }

    boolean json() {
        return json;
    }

    /** The address of something below {@code /api/v1} in the namespace. */
    String path(String... segments) {
        var path = new StringBuilder("/api/v1");
        for (var segment : segments) {
            path.append('/').append(ManagementClient.encode(segment));
        }
        return path.append("?namespace=").append(ManagementClient.encode(namespace)).toString();
    }

    /** One more parameter; nothing when there is no value. */
    static String with(String path, String name, @Nullable Object value) {
        return value == null
                ? path
                : path + "&" + name + "=" + ManagementClient.encode(value.toString());
    }

    /** Prints one document, on one line or for people. */
    void print(Terminal terminal, JsonNode document) {
        terminal.print(json ? document.toString() : document.toPrettyString());
    }

    /** Prints each element, as JSON or as a row of the table. */
    void print(Terminal terminal, JsonNode elements, Table table) {
        if (json) {
            elements.forEach(element -> terminal.print(element.toString()));
        } else {
            elements.forEach(table::add);
            table.print(terminal);
        }
    }
}
