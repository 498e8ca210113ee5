package dev.perigee.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.routes.RouteTable.Match;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** The table against a matcher that tries every route in order of exactness. */
class RouteTablePropertyTests {

    private static final List<String> METHODS = List.of("GET", "POST", "HEAD", "ANY");

    @Property(tries = 3_000)
    void agreesWithTheObviousMatcher(
            @ForAll("tables") List<RouteDefinition> definitions,
            @ForAll("paths") String path,
            @ForAll("methods") String method) {
        var match = TestRoutes.table(definitions).match(method, path);

        var expected = naive(definitions, method, path);
        if (expected == null) {
            assertThat(match).isNotInstanceOf(Match.Found.class);
            assertThat(match instanceof Match.OtherMethods)
                    .isEqualTo(definitions.stream().anyMatch(d -> bind(d.path(), path) != null));
        } else {
            assertThat(match).isInstanceOf(Match.Found.class);
            var found = (Match.Found) match;
            assertThat(found.route()).isEqualTo(expected);
            assertThat(found.parameters()).isEqualTo(bind(expected.path(), path));
        }
    }

    @Provide
    Arbitrary<List<RouteDefinition>> tables() {
        var segment = Arbitraries.of("a", "b", "c", ":");
        var path =
                segment.list()
                        .ofMaxSize(4)
                        .flatMap(list -> Arbitraries.of(true, false).map(rest -> path(list, rest)));
        return Arbitraries.of(METHODS)
                .flatMap(m -> path.map(p -> new RouteDefinition("default", m, p, "f")))
                .list()
                .ofMaxSize(12)
                .map(RouteTablePropertyTests::withoutDuplicates);
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.of("a", "b", "c", "%61", "d", "")
                .list()
                .ofMaxSize(5)
                .map(list -> "/" + String.join("/", list));
    }

    @Provide
    Arbitrary<String> methods() {
        return Arbitraries.of("GET", "POST", "HEAD", "OPTIONS", "PURGE");
    }

    private static String path(List<String> segments, boolean rest) {
        var path = new StringBuilder();
        for (int i = 0; i < segments.size(); i++) {
            var segment = segments.get(i);
            path.append('/').append(segment.equals(":") ? ":p" + i : segment);
        }
        return path.append(rest ? "/*rest" : path.isEmpty() ? "/" : "").toString();
    }

    private static List<RouteDefinition> withoutDuplicates(List<RouteDefinition> definitions) {
        var byShape = new HashMap<String, RouteDefinition>();
        definitions.forEach(d -> byShape.putIfAbsent(d.method() + " " + d.path(), d));
        return List.copyOf(byShape.values());
    }

    private static @Nullable RouteDefinition naive(
            List<RouteDefinition> definitions, String method, String path) {
        return definitions.stream()
                .filter(d -> rank(d.method(), method) >= 0 && bind(d.path(), path) != null)
                .min(
                        Comparator.comparing((RouteDefinition d) -> exactness(d.path()))
                                .thenComparingInt(d -> rank(d.method(), method)))
                .orElse(null);
    }

    /** Static before parameter before rest, compared segment by segment; an end before a rest. */
    private static String exactness(String pattern) {
        var key = new StringBuilder();
        for (var segment : split(pattern)) {
            key.append(segment.startsWith("*") ? '3' : segment.startsWith(":") ? '2' : '1');
        }
        return key.toString();
    }

    private static int rank(String defined, String asked) {
        if (defined.equals(asked)) {
            return 0;
        }
        if (asked.equals("HEAD") && defined.equals("GET")) {
            return 1;
        }
        return defined.equals("ANY") ? 2 : -1;
    }

    private static @Nullable Map<String, String> bind(String pattern, String path) {
        var wanted = split(pattern);
        var given = new ArrayList<>(split(path));
        given.replaceAll(s -> s.replace("%61", "a"));
        var parameters = new HashMap<String, String>();
        for (int i = 0; i < wanted.size(); i++) {
            var segment = wanted.get(i);
            if (segment.startsWith("*")) {
                parameters.put(
                        segment.substring(1), String.join("/", given.subList(i, given.size())));
                return parameters;
            }
            if (i == given.size()) {
                return null;
            }
            if (segment.startsWith(":") && !given.get(i).isEmpty()) {
                parameters.put(segment.substring(1), given.get(i));
            } else if (!segment.equals(given.get(i))) {
                return null;
            }
        }
        return wanted.size() == given.size() ? parameters : null;
    }

    private static List<String> split(String path) {
        var trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return trimmed.isEmpty() ? List.of() : Arrays.asList(trimmed.substring(1).split("/", -1));
    }
}
