package dev.perigee.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.executor.GuestCallException;
import dev.perigee.executor.GuestServices.Call;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundRequestTests {

    private static final Duration LONGEST = Duration.ofSeconds(5);

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "http://h,http://h/",
                "HTTP://Host:8080/a?b#c,http://host:8080/a?b",
                "http://h/a b|c,http://h/a%20b%7Cc",
                "http://h/é?x=[1],http://h/%C3%A9?x=[1]",
                "http://my_service/x,http://my_service/x",
                "http://[::1]:80/,http://[::1]:80/",
                "https://u:p@h/,https://h/"
            })
    void normalizesUrls(String given, String sent) {
        assertThat(Target.parse(given).url()).isEqualTo(sent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h/x",
                "/x",
                "ftp://h/",
                "file:///etc/passwd",
                "http:///x",
                "http://",
                "http:h",
                "http://a b/",
                "http://h:x/",
                "http://h\r\nX: y/",
                "gopher://h",
                "http://h:80:90/"
            })
    void refusesWhatIsNoHttpUrl(String url) {
        assertThatThrownBy(() -> Target.parse(url))
                .isInstanceOf(GuestCallException.class)
                .hasFieldOrPropertyWithValue("code", "invalid_arguments");
    }

    @Test
    void makesCredentialsOfUserInformation() {
        var request = request("{\"url\":\"http://ann:p%40ss@h/\"}");

        assertThat(request.headers())
                .containsExactly(Map.entry("Authorization", "Basic YW5uOnBAc3M="));
        assertThat(request.target().url()).isEqualTo("http://h/");
    }

    @Test
    void dropsHeadersOfTheConnection() {
        var request =
                request(
                        """
                        {"url":"http://h/","headers":[["Host","other"],["Connection","close"],["X-A","1"],
                         ["transfer-encoding","chunked"],["Content-Length","5"],["X-A","2"]]}\
                        """);

        assertThat(request.headers()).containsExactly(Map.entry("X-A", "1"), Map.entry("X-A", "2"));
    }

    @Test
    void timesOutNoLaterThanTheInvocation() {
        assertThat(request("{\"url\":\"http://h/\"}").timeout()).isEqualTo(LONGEST);
        assertThat(request("{\"url\":\"http://h/\",\"timeout_ms\":50}").timeout())
                .isEqualTo(Duration.ofMillis(50));
        assertThat(request("{\"url\":\"http://h/\",\"timeout_ms\":99999}").timeout())
                .isEqualTo(LONGEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"url\":\"http://h/\",\"method\":\"GE T\"}",
                "{\"url\":\"http://h/\",\"method\":\"connect\"}",
                "{\"url\":\"http://h/\",\"timeout_ms\":0}",
                "{\"url\":\"http://h/\",\"timeout_ms\":\"5\"}",
                "{\"url\":\"http://h/\",\"redirect\":\"maybe\"}",
                "{\"url\":\"http://h/\",\"headers\":[\"a\"]}",
                "{\"url\":\"http://h/\",\"headers\":[[\"X-A\",\"1\\r\\nX-B: 2\"]]}",
                "{\"url\":\"http://h/\",\"headers\":[[\"X-A\",\"\\u0100\"]]}",
                "{\"url\":\"http://h/\",\"headers\":[[\"X A\",\"1\"]]}",
                "{\"url\":\"http://h/\",\"headers\":[[\"\",\"1\"]]}"
            })
    void refusesInvalidArguments(String json) {
        assertThatThrownBy(() -> request(json))
                .hasFieldOrPropertyWithValue("code", "invalid_arguments");
    }

    @ParameterizedTest
    @CsvSource({
        "POST,301,GET",
        "POST,302,GET",
        "POST,303,GET",
        "PUT,303,GET",
        "HEAD,303,HEAD",
        "PUT,302,PUT",
        "POST,307,POST",
        "POST,308,POST",
        "GET,302,GET"
    })
    void keepsOrChangesTheMethod(String method, int status, String expected) {
        var request =
                request(
                                "{\"url\":\"http://h/a/b\",\"method\":\""
                                        + method
                                        + "\",\"headers\":[[\"Content-Type\",\"x/y\"]]}")
                        .redirected(status, "../c?d");

        assertThat(request.method()).isEqualTo(expected);
        assertThat(request.target().url()).isEqualTo("http://h/c?d");
        assertThat(request.headers().isEmpty()).isEqualTo(!expected.equals(method));
    }

    @ParameterizedTest
    @CsvSource({
        "/x,http://h/x",
        "x,http://h/a/x",
        "../x,http://h/x",
        "?y,http://h/a/b?y",
        "//other/x,http://other/x",
        "https://other,https://other/",
        "#f,http://h/a/b?q",
        "'',http://h/a/b?q",
        "/a b,http://h/a%20b"
    })
    void resolvesLocations(String location, String url) {
        var redirected = request("{\"url\":\"http://h/a/b?q\"}").redirected(302, location);

        assertThat(redirected.target().url()).isEqualTo(url);
    }

    @Test
    void anotherOriginGetsNoCredentials() {
        var request =
                request(
                        """
                        {"url":"http://h/","headers":[["Authorization","a"],["Cookie","b"],["X-A","c"]]}\
                        """);

        assertThat(request.redirected(302, "/x").headers()).hasSize(3);
        assertThat(request.redirected(302, "http://h:81/x").headers())
                .containsExactly(Map.entry("X-A", "c"));
        assertThat(request.redirected(302, "https://h/x").headers())
                .containsExactly(Map.entry("X-A", "c"));
    }

    @Test
    void refusesToBeRedirectedElsewhereThanHttp() {
        assertThatThrownBy(() -> request("{\"url\":\"http://h/\"}").redirected(302, "file:///etc"))
                .hasMessageContaining("only http and https");
    }

    private static OutboundRequest request(String json) {
        var arguments = Arguments.of(new Call("http.request", json, null));
        return OutboundRequest.of(arguments, new byte[] {1}, LONGEST);
    }
}
