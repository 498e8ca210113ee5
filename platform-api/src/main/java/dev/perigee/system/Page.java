package dev.perigee.system;

import dev.perigee.problems.PerigeeException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Which part of a list a caller wants: at most {@code limit} items after the one with this key. The
 * answer is an array; when there is more, the header {@code Link} names the next page.
 */
public record Page(int limit, String after) {

    private static final int DEFAULT_LIMIT = 200;
    private static final int MAX_LIMIT = 1_000;

    public static Page of(@Nullable Integer limit, @Nullable String after) {
        if (limit != null && (limit < 1 || limit > MAX_LIMIT)) {
            throw PerigeeException.invalid(
                    "limit", "The parameter \"limit\" must be between 1 and " + MAX_LIMIT);
        }
        return new Page(limit == null ? DEFAULT_LIMIT : limit, after == null ? "" : after);
    }

    /** How many items to read to know whether there are more. */
    public int probe() {
        return limit + 1;
    }

    /** The answer to the items that {@link #probe} asked for. */
    public <T> ResponseEntity<List<T>> answer(
            List<T> probed, ServerHttpRequest request, Function<T, String> key) {
        if (probed.size() <= limit) {
            return ResponseEntity.ok(probed);
        }
        var items = probed.subList(0, limit);
        var next =
                UriComponentsBuilder.fromPath(request.getPath().value())
                        .queryParams(request.getQueryParams())
                        .replaceQueryParam("limit", limit)
                        .replaceQueryParam("after", "{after}")
                        .build(key.apply(items.getLast()));
        return ResponseEntity.ok()
                .header(HttpHeaders.LINK, "<" + next + ">; rel=\"next\"")
                .body(items);
    }
}
