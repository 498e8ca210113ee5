package dev.perigee.cli;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server a command talks to, and as whom. */
final class ServerOptions {

    @Option(
            names = {"--to", "--server"},
            paramLabel = "URL",
            description = {
                "The management address; $PERIGEE_URL when left out,",
                "else http://localhost:8080."
            })
    private @Nullable String url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "The token to use; $PERIGEE_TOKEN when left out.")
    private @Nullable String token;

    ManagementClient client(Map<String, String> environment) {
        var address =
                url == null
                        ? environment.getOrDefault("PERIGEE_URL", "http://localhost:8080")
                        : url;
        var secret = token == null ? environment.get("PERIGEE_TOKEN") : token;
        return new ManagementClient(parse(address), secret);
    }

    private static URI parse(String address) {
        var text = address.contains("://") ? address : "http://" + address;
        try {
            var uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if (uri.getHost() != null
                    && (text.startsWith("http://") || text.startsWith("https://"))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException(unusable(address), e);
        }
        throw new CommandFailedException(unusable(address));
    }

    private static String unusable(String address) {
        return "\"%s\" is no address of a server; write it like https://perigee.example.com"
                .formatted(address);
    }
}
