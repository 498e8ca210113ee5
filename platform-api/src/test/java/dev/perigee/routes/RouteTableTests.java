package dev.perigee.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.routes.RouteTable.Match;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTests {

    private static final RouteTable TABLE =
            table(
                    "GET / root",
                    "GET /users users/list",
                    "POST /users users/create",
                    "GET /users/me users/me",
                    "GET /users/:id users/get",
                    "DELETE /users/:id users/delete",
                    "GET /users/:id/posts/:post posts/get",
                    "GET /users/me/avatar users/avatar",
                    "ANY /any any",
                    "GET /any any/get",
                    "GET /files/*path files/get",
                    "GET /files/index files/index",
                    "GET /a%20b/x spaced",
                    "GET /a%2Fb slashed",
                    "GET /a/b nested");

    @ParameterizedTest
    @CsvSource({
        "GET, /, root",
        "GET, /users, users/list",
        "GET, /users/, users/list",
        "HEAD, /users, users/list",
        "POST, /users, users/create",
        "GET, /users/me, users/me",
        "GET, /users/%6de, users/me",
        "GET, /users/you, users/get",
        "DELETE, /users/me, users/delete",
        "GET, /users/me/posts/7, posts/get",
        "GET, /users/me/avatar/, users/avatar",
        "GET, /any, any/get",
        "HEAD, /any, any/get",
        "PURGE, /any, any",
        "OPTIONS, /any, any",
        "GET, /files/index, files/index",
        "GET, /files/indexes, files/get",
        "GET, /files/index/deep, files/get",
        "GET, /files, files/get",
        "GET, /a%20b/x, spaced",
        "GET, /a%2fb, slashed",
        "GET, /a/b, nested",
    })
    void picksTheMostExactRouteThatAnswersTheMethod(String method, String path, String function) {
        assertThat(found(TABLE, method, path).route().function()).isEqualTo(function);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "users",
                "*",
                "/nothing",
                "/Users",
                "/users/",
                "/users//",
                "//users",
                "/users/..",
                "/users/%2e%2E/x",
                "/users/.",
                "/users/%zz",
                "/users/%4",
                "/users/%ff",
                "/users/%00",
                "/users/a b",
                "/users/\u00fc",
                "/a b/x",
                "/users/me/avatar/more"
            })
    void findsNothingForUnknownAndMalformedPaths(String path) {
        var table = table("GET /users/:id users/get", "GET /users/me/avatar avatar");

        assertThat(table.match("GET", path)).isInstanceOf(Match.NotFound.class);
    }

    @Test
    void decodesParametersAndKeepsAnEncodedSlashInsideItsSegment() {
        assertThat(found(TABLE, "GET", "/users/a%2Fb%20%C3%BC+/posts/100%25").parameters())
                .containsExactly(Map.entry("id", "a/b \u00fc+"), Map.entry("post", "100%"));
    }

    @Test
    void givesTheRestDecodedWithItsSlashes() {
        assertThat(found(TABLE, "GET", "/files/a/b%20c//d/").parameters())
                .containsExactly(Map.entry("path", "a/b c//d"));
        assertThat(found(TABLE, "GET", "/files").parameters())
                .containsExactly(Map.entry("path", ""));
    }

    @Test
    void namesTheMethodsOfAPathThatDoesNotAnswerThisOne() {
        assertThat(TABLE.match("PUT", "/users/me"))
                .isEqualTo(
                        new Match.OtherMethods(
                                java.util.Set.of("GET", "HEAD", "DELETE", "OPTIONS")));
        assertThat(TABLE.match("OPTIONS", "/users"))
                .isEqualTo(
                        new Match.OtherMethods(java.util.Set.of("GET", "HEAD", "POST", "OPTIONS")));
    }

    @Test
    void sharesTheMatchOfAStaticPath() {
        assertThat(TABLE.match("GET", "/users")).isSameAs(TABLE.match("GET", "/users"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET /a/:x first, GET /a/:y second",
        "GET /a/*x first, GET /a/*y/ second",
        "ANY /a first, ANY /a/ second",
        "GET /%61 first, GET /a second",
    })
    void refusesTwoRoutesForTheSameRequestsNamingBoth(String first, String second) {
        assertThatThrownBy(() -> table(first, second))
                .isInstanceOf(InvalidRouteException.class)
                .hasMessageContaining("-> first")
                .hasMessageContaining("-> second");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "get /a f",
                "CONNECT /a f",
                "GET a f",
                "GET /a//b f",
                "GET /a/../b f",
                "GET /%2e%2e f",
                "GET /a\\b f",
                "GET /a?b f",
                "GET /a#b f",
                "GET /a%zz f",
                "GET /*rest/more f",
                "GET /: f",
                "GET /* f",
                "GET /:a/:a f",
                "GET /:a/*a f",
                "GET /:a.b f",
                "GET /private f",
                "GET /private/x f",
                "GET /a\u0007 f"
            })
    void refusesUnsafeDefinitionsNamingThem(String definition) {
        assertThatThrownBy(() -> table(definition))
                .isInstanceOf(InvalidRouteException.class)
                .hasMessageContaining(definition.split(" ")[1]);
    }

    @Test
    void keepsTheFormerTableWhenANewOneIsRefused() {
        var routes = TestRoutes.holder();
        routes.replace(List.of(definition("GET /a f")));

        assertThatThrownBy(() -> routes.replace(List.of(definition("GET a f"))))
                .isInstanceOf(InvalidRouteException.class);

        assertThat(found(routes.current(), "GET", "/a").route().function()).isEqualTo("f");
    }

    static Match.Found found(RouteTable table, String method, String path) {
        var match = table.match(method, path);
        assertThat(match).isInstanceOf(Match.Found.class);
        return (Match.Found) match;
    }

    static RouteTable table(String... definitions) {
        var routes = new ArrayList<RouteDefinition>();
        for (var definition : definitions) {
            routes.add(definition(definition));
        }
        return TestRoutes.table(routes);
    }

    static RouteDefinition definition(String text) {
        var parts = text.split(" ");
        return new RouteDefinition("default", parts[0], parts[1], parts[2]);
    }
}
