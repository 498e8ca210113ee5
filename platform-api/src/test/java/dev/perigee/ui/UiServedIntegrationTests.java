package dev.perigee.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.PlatformTest;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The UI as platform-ui built it. */
@PlatformTest
class UiServedIntegrationTests {

    private static final Pattern SCRIPT = Pattern.compile("src=\"(/ui/assets/[^\"]+\\.js)\"");

    @LocalServerPort int port;

    @Test
    void servesWhatThePageRefersToCompressed() throws Exception {
        var page = new String(get("/ui/").body(), StandardCharsets.UTF_8);
        var script = SCRIPT.matcher(page);
        assertThat(script.find()).as(page).isTrue();

        var answer = get(script.group(1));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
        assertThat(answer.body().length).isLessThan(350_000);
        try (var text = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertThat(new String(text.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("Functions");
        }
    }

    @Test
    void leavesUnknownAddressesOfTheApiToTheApi() throws Exception {
        var answer = get("/api/v1/no-such-thing");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
    }

    private HttpResponse<byte[]> get(String path) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                            .header("Accept-Encoding", "gzip")
                            .build();
            return client.send(request, BodyHandlers.ofByteArray());
        }
    }
}
