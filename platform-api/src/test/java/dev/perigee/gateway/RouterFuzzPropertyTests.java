package dev.perigee.gateway;

import static dev.perigee.invocations.ScriptedExecutor.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.routes.RouteDefinition;
import dev.perigee.routes.RouteTable.Match;
import dev.perigee.routes.RouteTarget;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * However a path is written, the router finds what a slow, obvious reading of it finds, and what it
 * finds is behind the filters of its route.
 */
class RouterFuzzPropertyTests {

    private static final String LOCKED =
            "{\"apiKeys\":{\"sha256\":{\"nobody\":\"" + "0".repeat(64) + "\"}}}";

    private static final List<RouteDefinition> ROUTES =
            List.of(
                    locked("GET", "/admin"),
                    locked("ANY", "/admin/users/:id"),
                    locked("GET", "/admin/*rest"),
                    locked("GET", "/Case"),
                    locked("GET", "/a%2Fb"),
                    locked("GET", "/s;x"),
                    locked("GET", "/api/:version/secret"),
                    locked("POST", "/both"),
                    open("GET", "/both"),
                    open("GET", "/api/:version/public"),
                    open("GET", "/open/*rest"),
                    open("GET", "/:any"));

    private static final List<String> JOINTS =
            List.of("/", "/", "/", "/", "//", "%2F", "%2f", "/./", "/../", ";/");

    private static final List<String> ENDS =
            List.of("", "", "", "/", "//", ";", "/.", "/..", "%2F", "%00");

    private static final List<String> WORDS =
            List.of(
                    ("admin ADMIN Admin %61dmin %41dmin adm%69n users 7 Case case a b a%2Fb a%2fb"
                                    + " a%252Fb s;x s s%3Bx s%3bx api v1 secret secret;a=b %73ecret"
                                    + " public both open .. . %2e%2e %2E. .%2e ..; ..;a=b %2e %00"
                                    + " %zz % %4 %c0%af %e2%82 %u0061 %ff + %20 \\ %5c ~ * :any"
                                    + " *rest caf%C3%A9")
                            .split(" ", -1));

    private static @Nullable TestGateway gateway;

    private static RouteDefinition locked(String method, String path) {
        return new RouteDefinition(
                "default", method, path, new RouteTarget.Function("locked"), LOCKED);
    }

    private static RouteDefinition open(String method, String path) {
        return new RouteDefinition("default", method, path, "open");
    }

    @BeforeContainer
    static void serve() {
        var serving = TestGateway.production();
        serving.routes.replace(ROUTES);
        serving.executor.on("locked", _ -> Mono.just(value("1")));
        gateway = serving;
    }

    @AfterContainer
    static void close() {
        gateway().close();
    }

    private static TestGateway gateway() {
        return Objects.requireNonNull(gateway);
    }

    @Provide
    Arbitrary<String> paths() {
        var steps =
                Combinators.combine(Arbitraries.of(JOINTS), Arbitraries.of(WORDS))
                        .as((joint, word) -> joint + word)
                        .list()
                        .ofMinSize(1)
                        .ofMaxSize(4);
        return Combinators.combine(steps, Arbitraries.of(ENDS))
                .as((all, end) -> String.join("", all) + end);
    }

    @Provide
    Arbitrary<String> methods() {
        return Arbitraries.of("GET", "GET", "HEAD", "POST", "get", "DELETE", "OPTIONS", "PURGE");
    }

    @Property(tries = 20_000)
    void findsWhatASlowReaderFindsAndBehindItsFilters(
            @ForAll("paths") String path, @ForAll("methods") String method) {
        var expected = expected(method, path);
        var found = gateway().routes.current().match(method, path);

        var route = found instanceof Match.Found(var definition, _, _) ? definition : null;
        assertThat(route).as("%s %s", method, path).isEqualTo(expected);
        if (found instanceof Match.Found(var definition, var target, _)) {
            assertThat(target instanceof FilteredTarget)
                    .as("%s %s is filtered", method, path)
                    .isEqualTo(definition.filters() != null);
        }
    }

    /** Over the wire, where a server, and not the table, reads the request line. */
    @Property(tries = 300)
    void letsNobodyThroughToALockedFunction(
            @ForAll("paths") String path, @ForAll("methods") String method) throws Exception {
        var target = path.startsWith("%") || path.startsWith(";") ? "/" + path : path;
        gateway()
                .raw(
                        TestGateway.lines(
                                method + " " + target + " HTTP/1.1",
                                "Host: a",
                                "Connection: close",
                                "X-Original-URL: /open/x",
                                "X-Rewrite-URL: /open/x",
                                "X-HTTP-Method-Override: GET",
                                ""));

        assertThat(gateway().executor.invoked()).as("%s %s", method, path).isZero();
    }

    /** What the property above would see if filters could be got around. */
    @Example
    void wouldSeeARequestThatGotThrough() throws Exception {
        try (var unlocked = TestGateway.production("GET /admin locked")) {
            unlocked.executor.on("locked", _ -> Mono.just(value("1")));

            assertThat(unlocked.get("/%61dmin").statusCode()).isEqualTo(200);
            assertThat(unlocked.executor.invoked()).isOne();
        }
    }

    private static @Nullable RouteDefinition expected(String method, String path) {
        var segments = segments(path);
        if (segments == null) {
            return null;
        }
        RouteDefinition best = null;
        for (var route : ROUTES) {
            if (answers(route, method)
                    && fits(route, segments)
                    && isBetter(route, best, segments)) {
                best = route;
            }
        }
        return best;
    }

    private static boolean answers(RouteDefinition route, String method) {
        return route.method().equals(method)
                || route.method().equals("ANY")
                || (method.equals("HEAD") && route.method().equals("GET"));
    }

    private static @Nullable List<String> segments(String path) {
        if (!path.startsWith("/")) {
            return null;
        }
        var trimmed =
                path.length() > 1 && path.endsWith("/")
                        ? path.substring(0, path.length() - 1)
                        : path;
        var segments = new ArrayList<String>();
        if (!trimmed.equals("/")) {
            for (var raw : trimmed.substring(1).split("/", -1)) {
                var text = decode(raw);
                if (text == null || text.equals(".") || text.equals("..")) {
                    return null;
                }
                segments.add(text);
            }
        }
        return segments;
    }

    private static @Nullable String decode(String raw) {
        var bytes = ByteBuffer.allocate(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) != '%') {
                bytes.put((byte) raw.charAt(i));
                continue;
            }
            if (!raw.substring(i).matches("(?s)%[0-9A-Fa-f]{2}.*")) {
                return null;
            }
            var value = HexFormat.fromHexDigits(raw, i + 1, i + 3);
            if (value == 0) {
                return null;
            }
            bytes.put((byte) value);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }

    private static List<String> pattern(RouteDefinition route) {
        return List.of(route.path().substring(1).split("/", -1));
    }

    private static boolean fits(RouteDefinition route, List<String> segments) {
        var pattern = pattern(route);
        for (int i = 0; i < pattern.size(); i++) {
            var part = pattern.get(i);
            if (part.startsWith("*")) {
                return true;
            }
            if (i >= segments.size()
                    || (part.startsWith(":")
                            ? segments.get(i).isEmpty()
                            : !segments.get(i).equals(decode(part)))) {
                return false;
            }
        }
        return pattern.size() == segments.size();
    }

    /** At the first segment that differs, text is better than a parameter, that than the rest. */
    private static boolean isBetter(
            RouteDefinition route, @Nullable RouteDefinition than, List<String> segments) {
        if (than == null) {
            return true;
        }
        for (int i = 0; i <= segments.size(); i++) {
            var difference = rank(route, i) - rank(than, i);
            if (difference != 0) {
                return difference < 0;
            }
        }
        return than.method().equals("ANY");
    }

    private static int rank(RouteDefinition route, int index) {
        var pattern = pattern(route);
        if (index >= pattern.size()) {
            return 0;
        }
        return switch (pattern.get(index).charAt(0)) {
            case ':' -> 1;
            case '*' -> 2;
            default -> 0;
        };
    }
}
