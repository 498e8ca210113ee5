package dev.perigee.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** Talks to a server's management API and puts its refusals into one line. */
final class ManagementClient {

    /** Numbers stay as they are written, for payloads go through here in both directions. */
    static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final URI server;
    private final @Nullable String token;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();

    ManagementClient(URI server, @Nullable String token) {
        this.server = server;
        this.token = token;
    }

    static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonNode get(String path) {
        return answer(send(request(path).GET(), PATIENCE));
    }

    /** All elements of a list, page after page. */
    JsonNode list(String path) {
        var all = JSON.createArrayNode();
        for (@Nullable String next = path; next != null; ) {
            var response = send(request(next).GET(), PATIENCE);
            answer(response).forEach(all::add);
            next =
                    response.headers()
                            .firstValue("Link")
                            .map(link -> link.substring(1, link.indexOf('>')))
                            .orElse(null);
        }
        return all;
    }

    /** The answer, which may be empty, to a request whose body may be missing. */
    JsonNode send(String method, String path, @Nullable JsonNode body) {
        var request =
                body == null
                        ? request(path).method(method, HttpRequest.BodyPublishers.noBody())
                        : request(path)
                                .header("Content-Type", "application/json")
                                .method(
                                        method,
                                        HttpRequest.BodyPublishers.ofByteArray(
                                                JSON.writeValueAsBytes(body)));
        return answer(send(request, PATIENCE));
    }

    /** The answer to a text that is JSON; with a key it is done once, however often it is sent. */
    JsonNode post(String path, String json, @Nullable String idempotencyKey) {
        var request =
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json));
        if (idempotencyKey != null) {
            request.header("Idempotency-Key", idempotencyKey);
        }
        return answer(send(request, PATIENCE));
    }

    JsonNode post(String path, JsonNode body, Duration timeout) {
        var request =
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        return answer(send(request, timeout));
    }

    /** An open stream of server-sent events. */
    InputStream stream(String path) {
        var request = request(path).header("Accept", "text/event-stream").GET().build();
        try {
            var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                try (var body = response.body()) {
                    throw refused(response.statusCode(), body.readAllBytes());
                }
            }
            return response.body();
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(URI.create(server + path));
        if (token != null && !token.isBlank()) {
            request.header("Authorization", "Bearer " + token.strip());
        }
        return request;
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request, Duration timeout) {
        try {
            return client.send(
                    request.timeout(timeout).build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static JsonNode answer(HttpResponse<byte[]> response) {
        if (response.statusCode() / 100 != 2) {
            throw refused(response.statusCode(), response.body());
        }
        try {
            return JSON.readTree(response.body());
        } catch (JacksonException e) {
            throw new CommandFailedException(
                    response.uri() + " does not answer like a Perigee server; check the address",
                    e);
        }
    }

    private static CommandFailedException refused(int status, byte[] body) {
        if (status == 401) {
            return new CommandFailedException(
                    "the server asks for a valid token; give one with --token or PERIGEE_TOKEN");
        }
        return new CommandFailedException("the server answered " + status + ": " + reason(body));
    }

    /** The reason in a problem document or in a compatible answer, whatever there is. */
    private static String reason(byte[] body) {
        var text = new String(body, StandardCharsets.UTF_8).strip();
        try {
            var json = JSON.readTree(text);
            for (var key : new String[] {"detail", "error", "title"}) {
                if (json.path(key).isString()) {
                    var sentence = json.path(key).asString();
                    return sentence + details(json, sentence);
                }
            }
        } catch (JacksonException e) {
            return text.isEmpty() ? "(no reason given)" : text.lines().findFirst().orElse(text);
        }
        return text;
    }

    /** The faults one by one, unless the sentence says the same already. */
    private static String details(JsonNode json, String sentence) {
        var details = new StringBuilder();
        for (var error : json.path("errors")) {
            if (sentence.equals(error.path("detail").asString("") + ".")) {
                continue;
            }
            details.append("\n  ").append(error.path("pointer").asString(""));
            details.append(": ").append(error.path("detail").asString(""));
        }
        return details.toString();
    }

    private CommandFailedException unreachable(IOException e) {
        return new CommandFailedException(
                "cannot reach %s (%s); is it running, and is --to right?"
                        .formatted(
                                server,
                                e.getMessage() == null ? "connection refused" : e.getMessage()),
                e);
    }

    private static CommandFailedException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new CommandFailedException("interrupted", e);
    }
}
