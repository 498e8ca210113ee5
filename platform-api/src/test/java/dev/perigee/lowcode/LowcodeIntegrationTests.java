package dev.perigee.lowcode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.PlatformTest;
import dev.perigee.system.PlatformProperties;
import java.nio.file.Files;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

@PlatformTest
class LowcodeIntegrationTests {

    @Autowired WebTestClient client;
    @Autowired PlatformProperties platform;

    private String name;

    @BeforeEach
    void chooseName() {
        name = "f" + UUID.randomUUID().toString().substring(0, 8);
    }

    @Test
    void createsAndInvokesAFunction() {
        create(name, "lua", "hello")
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.id")
                .isEqualTo(name)
                .jsonPath("$.language")
                .isEqualTo("lua")
                .jsonPath("$.source_code")
                .isEqualTo("hello")
                .jsonPath("$.created_at")
                .isNotEmpty();

        invoke(name, "{\"input\":{\"a\":1},\"timeout_ms\":5000}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.run_id")
                .value(String.class, id -> assertThat(id).startsWith("run-"))
                .jsonPath("$.function_id")
                .isEqualTo(name)
                .jsonPath("$.status")
                .isEqualTo("success")
                .jsonPath("$.http_status_code")
                .isEqualTo(200)
                .jsonPath("$.output.text")
                .isEqualTo("hello")
                .jsonPath("$.output.arguments.a")
                .isEqualTo(1)
                .jsonPath("$.duration_ms")
                .isNumber();
    }

    @Test
    void makesANewVersionWhenPostedAgain() {
        create(name, "lua", "one");
        create(name, "lua", "two").expectStatus().isCreated();

        invoke(name, "").expectBody().jsonPath("$.output.text").isEqualTo("two");
    }

    @Test
    void invokesWithoutABodyAndWithOtherInput() {
        create(name, "lua", "hello");

        client.post()
                .uri("/functions/" + name + "/invoke")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.output.arguments")
                .isEmpty();
        invoke(name, "{\"input\":[1,2]}")
                .expectBody()
                .jsonPath("$.output.arguments.body[1]")
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "reject,failed,400,no such order",
        "fail,failed,500,main.lua:1: boom",
        "time out,timeout,504,timed out after 250 ms",
        "exceed,failed,500,exceeded memory of 512 MB",
        "refuse,failed,503,busy",
        "answer,failed,418,the function answered 418"
    })
    void saysWhatCameOfIt(String source, String status, int code, String message) {
        create(name, "lua", source);

        invoke(name, "{\"timeout_ms\":250}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo(status)
                .jsonPath("$.http_status_code")
                .isEqualTo(code)
                .jsonPath("$.error_message")
                .isEqualTo(message);
    }

    @Test
    void passesHeadersAndBodyOfAnAnswer() {
        create(name, "lua", "answer");

        invoke(name, "")
                .expectBody()
                .jsonPath("$.http_headers['X-A'][1]")
                .isEqualTo("2")
                .jsonPath("$.output")
                .isEqualTo("short and stout");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {                                                   | invalid JSON body
                    []                                                  | invalid JSON body
                    ''                                                  | invalid JSON body
                    {"name":"a","language":"lua","source_code":""}      | source_code is required
                    {"name":"a","language":"lua"}                       | source_code is required
                    {"name":"","language":"lua","source_code":"x"}      | name is required
                    {"name":"a/b","language":"lua","source_code":"x"}   | name must not contain
                    {"name":"a..b","language":"lua","source_code":"x"}  | name must not contain
                    {"name":"a\\\\b","language":"lua","source_code":"x"} | name must not contain
                    {"name":"a\\u0001","language":"lua","source_code":"x"} | name must not contain
                    {"name":"a","language":"cobol","source_code":"x"}   | known are javascript, lua
                    {"name":"a","language":"lua","source_code":"broken"} | main.lua:1: this is broken
                    """)
    void refusesWithAPlainSentence(String body, String sentence) {
        client.post()
                .uri("/functions")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.TEXT_PLAIN)
                .expectBody(String.class)
                .value(text -> assertThat(text).contains(sentence));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"timeout_ms\":0}", "{\"timeout_ms\":\"1\"}", "{"})
    void refusesAWrongInvocation(String body) {
        create(name, "lua", "hello");

        invoke(name, body).expectStatus().isBadRequest();
    }

    @Test
    void saysThatAFunctionIsMissing() {
        invoke("no-such", "")
                .expectStatus()
                .isNotFound()
                .expectBody(String.class)
                .value(text -> assertThat(text).isEqualTo("function not found\n"));
    }

    @Test
    void takesNoOtherMethod() {
        for (var method : new HttpMethod[] {HttpMethod.GET, HttpMethod.PUT, HttpMethod.DELETE}) {
            client.method(method)
                    .uri("/functions")
                    .exchange()
                    .expectStatus()
                    .isEqualTo(405)
                    .expectHeader()
                    .valueEquals("Allow", "POST");
        }
    }

    @Test
    void invokesAFileThatWasDroppedIntoTheDataDirectory() throws Exception {
        var folder = Files.createDirectories(platform.dataDirectory().resolve("functions"));
        var file = folder.resolve(name + ".lua");
        Files.writeString(file, "first");
        invoke(name, "").expectBody().jsonPath("$.output.text").isEqualTo("first");

        Files.writeString(file, "second");
        invoke(name + ".lua", "").expectBody().jsonPath("$.output.text").isEqualTo("second");
    }

    private WebTestClient.ResponseSpec create(String function, String language, String source) {
        return client.post()
                .uri("/functions")
                .bodyValue(Map.of("name", function, "language", language, "source_code", source))
                .exchange();
    }

    private WebTestClient.ResponseSpec invoke(String function, String body) {
        return client.post()
                .uri("/functions/" + function + "/invoke")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }
}
