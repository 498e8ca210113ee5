package dev.perigee.state;

import dev.perigee.events.StateQuery;
import dev.perigee.events.StateSpace;
import dev.perigee.events.StateStore;
import dev.perigee.events.StateWrite;
import dev.perigee.problems.Inputs;
import dev.perigee.problems.PerigeeException;
import dev.perigee.system.Page;
import dev.perigee.topics.RawJson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/api/v1/state")
class StateController {

    private static final List<String> FIELDS = List.of("expectedVersion", "ttlMs", "value");

    private final StateStore state;

    StateController(StateStore state) {
        this.state = state;
    }

    /** Which keys, and which page of them. */
    record ListParameters(
            @Nullable Integer limit, @Nullable String after, @Nullable String prefix) {}

    @GetMapping
    Mono<ResponseEntity<List<StateResponse>>> list(
            @RequestParam(defaultValue = "default") String namespace,
            ListParameters parameters,
            ServerHttpRequest request) {
        var page = Page.of(parameters.limit(), parameters.after());
        var query =
                new StateQuery(
                        parameters.prefix() == null ? "" : parameters.prefix(),
                        page.after().isEmpty() ? null : page.after(),
                        page.limit());
        return state.list(space(namespace), query)
                .map(
                        found -> {
                            var body = found.entries().stream().map(StateResponse::of).toList();
                            var answer = ResponseEntity.ok();
                            if (found.next() != null) {
                                answer.header(HttpHeaders.LINK, next(request, found.next()));
                            }
                            return answer.body(body);
                        });
    }

    /**
     * A page may end early because its values are large, so the store says whether there is more.
     */
    private static String next(ServerHttpRequest request, String after) {
        var uri =
                UriComponentsBuilder.fromPath(request.getPath().value())
                        .queryParams(request.getQueryParams())
                        .replaceQueryParam("after", "{after}")
                        .build(after);
        return "<" + uri + ">; rel=\"next\"";
    }

    @GetMapping("/{key}")
    Mono<StateResponse> get(
            @PathVariable String key, @RequestParam(defaultValue = "default") String namespace) {
        return state.get(space(namespace), StateWrite.delete(key).key())
                .map(StateResponse::of)
                .switchIfEmpty(Mono.error(() -> missing(key)));
    }

    /** What a write did. */
    record Written(String key, long version) {}

    /** Writes the value; with {@code expectedVersion} only over that version, 0 for a new key. */
    @PutMapping(path = "/{key}", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<Written> put(
            @PathVariable String key,
            @RequestParam(defaultValue = "default") String namespace,
            @RequestBody String body) {
        return Mono.fromCallable(() -> write(key, body))
                .flatMap(write -> state.write(space(namespace), List.of(write)))
                .map(versions -> new Written(key, Objects.requireNonNull(versions.get(key))));
    }

    private static StateWrite write(String key, String body) {
        var raw = RawJson.parse(body);
        if (raw.isArray()) {
            throw PerigeeException.invalid("", "The body must be an object with a value");
        }
        var fields = raw.objects().getFirst();
        for (var field : fields.keySet()) {
            if (!FIELDS.contains(field)) {
                throw PerigeeException.invalid(
                        "/" + field,
                        "The field \"%s\" is not known; known are %s"
                                .formatted(field, String.join(", ", FIELDS)));
            }
        }
        if (!fields.containsKey("value")) {
            throw PerigeeException.invalid("/value", "The field \"value\" is required");
        }
        var ttl = number(fields, "ttlMs");
        return StateWrite.put(key, Objects.requireNonNull(fields.get("value")))
                .expecting(number(fields, "expectedVersion"))
                .expiringAfter(ttl == null ? null : Duration.ofMillis(ttl));
    }

    private static @Nullable Long number(Map<String, String> fields, String name) {
        var text = fields.get(name);
        if (text == null || text.equals("null")) {
            return null;
        }
        if (!text.matches("-?\\d{1,18}")) {
            throw PerigeeException.invalid(
                    "/" + name, "The field \"%s\" must be a whole number".formatted(name));
        }
        return Long.valueOf(text);
    }

    @DeleteMapping("/{key}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(
            @PathVariable String key,
            @RequestParam(defaultValue = "default") String namespace,
            @RequestParam @Nullable Long expectedVersion) {
        var delete = StateWrite.delete(key).expecting(expectedVersion);
        return state.get(space(namespace), delete.key())
                .switchIfEmpty(Mono.error(() -> missing(key)))
                .flatMap(_ -> state.write(space(namespace), List.of(delete)))
                .then();
    }

    private static StateSpace space(String namespace) {
        return Inputs.checked("namespace", () -> StateSpace.live(namespace));
    }

    private static PerigeeException missing(String key) {
        return new PerigeeException(
                StateProblems.STATE_NOT_FOUND,
                "There is no entry \"%s\"; it may have expired.".formatted(key));
    }
}
