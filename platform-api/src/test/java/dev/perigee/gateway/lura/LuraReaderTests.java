package dev.perigee.gateway.lura;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.GoldenFiles;
import dev.perigee.gateway.configuration.Mistake;
import dev.perigee.gateway.encoding.Encodings;
import dev.perigee.gateway.pipeline.BackendSpec;
import dev.perigee.gateway.upstream.ClientSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LuraReaderTests {

    private static final String ENDPOINT =
            "{'endpoint':'/x','backend':[{'host':['http://a'],'url_pattern':'/'}]}";

    private final LuraReader reader = new LuraReader(Encodings.builtIn(), Set.of("own/step"));

    static Stream<Path> broken() throws IOException {
        return GoldenFiles.in(LuraReaderTests.class, "broken", ".json");
    }

    @ParameterizedTest
    @MethodSource("broken")
    void saysEverythingThatIsWrong(Path file) throws IOException {
        var mistakes = reader.read(LuraFile.read(file).document(), "default").mistakes();

        assertThat(mistakes.stream().map(Mistake::toString).toList())
                .isEqualTo(GoldenFiles.lines(file));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{ | unexpected end of JSON input, offset: 1, row: 0, col: 1",
                "{\"a\":1 | unexpected end of JSON input, offset: 6, row: 0, col: 6",
                "{hi | invalid character 'h', offset: 1, row: 0, col: 1",
            })
    void placesMalformedJson(String text, String message) {
        assertThatThrownBy(() -> LuraFile.parse("f.json", text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(LuraFile.UnreadableException.class)
                .hasMessage("'f.json': " + message);
    }

    @Test
    void placesMalformedJsonInLaterRows() {
        var text = "{\n  \"version\": 3,\n  ?\n}";

        assertThatThrownBy(() -> LuraFile.parse("f.json", text.getBytes(StandardCharsets.UTF_8)))
                .hasMessage("'f.json': invalid character '?', offset: 20, row: 2, col: 2");
    }

    @Test
    void saysThatAFileIsMissing() {
        assertThatThrownBy(() -> LuraFile.read(Path.of("/nowhere/in/the/fs.json")))
                .hasMessage("'/nowhere/in/the/fs.json' (open): no such file or directory");
    }

    @Test
    void hashesWhatMattersOnly(@TempDir Path directory) throws IOException {
        var one = write(directory, "{\"name\":\"a\",\"version\":3,\"port\":1}");
        var same = write(directory, "{ \"port\": 1,\n \"version\": 3, \"name\": \"b\" }");
        var other = write(directory, "{\"version\":3,\"port\":2}");

        assertThat(one.hash()).isEqualTo(same.hash()).isNotEqualTo(other.hash()).hasSize(44);
    }

    private static LuraFile write(Path directory, String text) throws IOException {
        return LuraFile.read(Files.writeString(directory.resolve("f.json"), text));
    }

    @Test
    void appliesDefaults() {
        var pipeline = pipeline("{'version':3,'endpoints':[" + ENDPOINT + "]}");

        assertThat(pipeline.timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(pipeline.answering().output()).isEqualTo("json");
        assertThat(pipeline.answering().cacheTtl()).isEqualTo(Duration.ZERO);
        assertThat(pipeline.backends().getFirst().request().method()).isEqualTo("GET");
        assertThat(pipeline.backends().getFirst().concurrent()).isEqualTo(1);
    }

    @Test
    void takesOverWhatTheServiceSays() {
        var pipeline =
                pipeline(
                        "{'version':3,'timeout':'7s','cache_ttl':'1m','output_encoding':'yaml',"
                                + "'endpoints':["
                                + ENDPOINT
                                + "]}");

        assertThat(pipeline.timeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(pipeline.answering().output()).isEqualTo("yaml");
        assertThat(pipeline.answering().cacheTtl()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void reachesBackendsTheWayTheServiceSays() {
        var service =
                read(
                        "{'version':3,'dialer_timeout':'3s','response_header_timeout':'4s',"
                                + "'idle_connection_timeout':'5s','disable_keep_alives':true,"
                                + "'max_idle_connections_per_host':2000,"
                                + "'dialer_fallback_delay':'1s','dialer_keep_alive':'1s',"
                                + "'endpoints':["
                                + ENDPOINT
                                + "]}");

        assertThat(client(service))
                .isEqualTo(
                        new ClientSettings(
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(4),
                                Duration.ofSeconds(5),
                                2_000,
                                false,
                                ClientSettings.Tls.DEFAULT));
        assertThat(service.notices().stream().map(Mistake::pointer).toList())
                .containsExactlyInAnyOrder("/dialer_fallback_delay", "/dialer_keep_alive");
        assertThat(client(read("{'version':3,'endpoints':[" + ENDPOINT + "]}")))
                .isEqualTo(ClientSettings.DEFAULT);
    }

    private static ClientSettings client(LuraService service) {
        var target = first(service).backends().getFirst().target();
        return ((BackendSpec.Target.Servers) target).client();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\0',
            value = {
                "'strategy':'sequential', true",
                "'strategy':'parallel', false",
                "'sequential':true, true",
                "'sequential':false, false",
                "'strategy':'parallel';'sequential':true, false",
                "'strategy':'own/name', false",
            })
    void asksInTheOrderOfTheStrategy(String proxy, boolean sequential) {
        var service =
                read(
                        "{'version':3,'endpoints':[{'endpoint':'/x','backend':[{'host':['http://a'],"
                            + "'url_pattern':'/'}],'extra_config':{'proxy':{"
                                + proxy.replace(';', ',')
                                + ",'combiner':'own'}}}]}");

        assertThat(first(service).merging().sequential()).isEqualTo(sequential);
        assertThat(service.notices().stream().map(Mistake::pointer).toList())
                .contains("/endpoints/0/extra_config/proxy/combiner")
                .filteredOn(place -> place.endsWith("strategy"))
                .hasSize(proxy.contains("own") ? 1 : 0);
    }

    @Test
    void takesAnUnreadableDurationForNone() {
        var pipeline = pipeline("{'version':3,'timeout':'soon','endpoints':[" + ENDPOINT + "]}");

        assertThat(pipeline.timeout()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void setsTheGatewayUp() {
        var service =
                read(
                        "{'version':3,'port':9000,'listen_ip':'::1','idle_timeout':'3s',"
                                + "'read_header_timeout':'2s','max_header_bytes':2048,"
                                + "'max_shutdown_wait_time':'4s','endpoints':[]}");

        assertThat(service.settings())
                .containsEntry("perigee.gateway.port", "9000")
                .containsEntry("perigee.gateway.address", "::1")
                .containsEntry("perigee.gateway.idle-timeout", "3000ms")
                .containsEntry("perigee.gateway.head-timeout", "2000ms")
                .containsEntry("perigee.gateway.max-header", "2048B")
                .containsEntry("perigee.gateway.drain-timeout", "4000ms");
        assertThat(read("{'version':3,'endpoints':[]}").settings())
                .containsEntry("perigee.gateway.port", "8080");
    }

    @Test
    void reportsWhatHasNoEffect() {
        var service =
                read(
                        "{'version':3,'use_h2c':true,'nonsense':1,'async_agent':[{'name':'a'}],"
                            + "'extra_config':{'github.com/x/y':{},'router':{'app_engine':true}},"
                            + "'endpoints':[{'endpoint':'/x','method':'PURGE','extra_config':"
                            + "{'auth/signer':{}},'backend':[{'host':['a'],'url_pattern':'/',"
                            + "'extra_config':{'own/step':{},'qos/ratelimit':{}}}]}]}");

        assertThat(service.mistakes()).isEmpty();
        assertThat(service.notices().stream().map(Mistake::pointer).toList())
                .containsExactlyInAnyOrder(
                        "/use_h2c",
                        "/nonsense",
                        "/extra_config/github.com~1x~1y",
                        "/extra_config/router/app_engine",
                        "/endpoints/0/extra_config/auth~1signer",
                        "/endpoints/0/backend/0/extra_config/qos~1ratelimit",
                        "/endpoints/0/method",
                        "/async_agent/0");
        assertThat(service.endpoints().stream().map(LuraService.Endpoint::index)).containsOnly(-1);
    }

    @Test
    void keepsEndpointsInTheirOwnWords() {
        var file = json("{'version':3,'host':['b'],'endpoints':[" + ENDPOINT + "]}");
        var service = reader.read(file, "default");

        for (var route : LuraDocuments.routes(service, file, "default")) {
            var kept =
                    dev.perigee.gateway.encoding.Json.read(
                            Objects.requireNonNull(route.pipeline()));
            var answer = LuraDocuments.read(reader, kept, "default");

            assertThat(service.endpoints().stream().map(LuraService.Endpoint::answer).toList())
                    .contains(answer);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a, http://a",
        "a:80/, http://a:80",
        "https://a.b-c_d:8443, https://a.b-c_d:8443",
        "http://1.2.3.4, http://1.2.3.4",
        "function:users/get, function:users/get",
    })
    void cleansHosts(String host, String clean) {
        assertThat(LuraPaths.cleanHost(host)).isEqualTo(clean);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://a/b", "a?b", "http://u:p@h"})
    void refusesHosts(String host) {
        assertThat(LuraPaths.cleanHost(host)).isNull();
    }

    private dev.perigee.gateway.pipeline.PipelineSpec pipeline(String file) {
        return first(read(file));
    }

    private static dev.perigee.gateway.pipeline.PipelineSpec first(LuraService service) {
        var answers = service.verified().endpoints().stream().map(LuraService.Endpoint::answer);
        return answers.filter(LuraService.Answer.Backends.class::isInstance)
                .map(LuraService.Answer.Backends.class::cast)
                .map(LuraService.Answer.Backends::pipeline)
                .findFirst()
                .orElseThrow();
    }

    private LuraService read(String file) {
        return reader.read(json(file), "default");
    }

    private static tools.jackson.databind.JsonNode json(String text) {
        return dev.perigee.gateway.encoding.Json.read(text.replace('\'', '"'));
    }
}
