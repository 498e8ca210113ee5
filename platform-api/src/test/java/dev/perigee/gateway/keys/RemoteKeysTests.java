package dev.perigee.gateway.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.gateway.TestBackend;
import dev.perigee.gateway.TestTokens;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

class RemoteKeysTests {

    private final TestBackend owner = new TestBackend();
    private final AtomicLong now = new AtomicLong();

    @AfterEach
    void close() {
        owner.close();
    }

    private RemoteKeys keys(Duration patience) {
        return new RemoteKeys(
                URI.create(owner.host() + "/keys"),
                new KeyDocuments(patience),
                RemoteKeys.Times.DEFAULT,
                now::get);
    }

    private RemoteKeys keys() {
        return keys(Duration.ofSeconds(10));
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private static List<VerificationKey> ask(RemoteKeys keys, @Nullable String id) {
        return keys.keys(id).blockOptional(Duration.ofSeconds(20)).orElseThrow();
    }

    @Test
    void fetchesOnceForAllWhoWait() {
        owner.slow("/keys", 300, TestTokens.published(TestTokens.FIRST));
        var keys = keys();

        var answers =
                Flux.range(0, 200)
                        .flatMap(_ -> keys.keys("first"), 200)
                        .collectList()
                        .block(Duration.ofSeconds(20));

        assertThat(answers).hasSize(200).allSatisfy(each -> assertThat(each).hasSize(1));
        assertThat(owner.asked()).hasSize(1);
    }

    @Test
    void findsAKeyThatWasRotatedIn() {
        owner.json("/keys", TestTokens.published(TestTokens.FIRST));
        var keys = keys();
        ask(keys, "first");
        owner.json("/keys", TestTokens.published(TestTokens.SECOND));
        pass(Duration.ofSeconds(10));

        assertThat(ask(keys, "second")).hasSize(1);
        assertThat(ask(keys, "first")).isEmpty();
    }

    @Test
    void isNotDrivenToItsOwnerByUnknownKeys() {
        owner.json("/keys", TestTokens.published(TestTokens.FIRST));
        var keys = keys();
        ask(keys, "first");

        for (int i = 0; i < 100; i++) {
            pass(Duration.ofMillis(200));
            assertThat(ask(keys, "made-up-" + i)).isEmpty();
        }

        assertThat(owner.asked().size()).isBetween(2, 3);
    }

    @Test
    void keepsTheFormerKeysWhileTheirOwnerIsAway() {
        owner.json("/keys", TestTokens.published(TestTokens.FIRST));
        var keys = keys();
        ask(keys, "first");
        owner.status("/keys", 500, "no");

        pass(Duration.ofHours(23));
        assertThat(ask(keys, "first")).hasSize(1);
        Awaitility.await().until(() -> owner.asked().size() == 2);
        assertThatThrownBy(() -> ask(keys, "second")).isInstanceOf(KeysUnavailableException.class);
        assertThat(ask(keys, "first")).hasSize(1);

        pass(Duration.ofHours(2));
        assertThatThrownBy(() -> ask(keys, "first"))
                .isInstanceOf(KeysUnavailableException.class)
                .hasMessageContaining("it answers 500");
    }

    @Test
    void answersAtOnceWhileItsOwnerIsSlow() {
        owner.json("/keys", TestTokens.published(TestTokens.FIRST));
        var keys = keys();
        ask(keys, "first");
        owner.slow("/keys", 60_000, "{}");
        pass(Duration.ofMinutes(11));

        var began = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            assertThat(ask(keys, "first")).hasSize(1);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void triesAgainAfterAFailure() {
        owner.status("/keys", 503, "later");
        var keys = keys();

        assertThatThrownBy(() -> ask(keys, "first")).isInstanceOf(KeysUnavailableException.class);
        assertThatThrownBy(() -> ask(keys, "first")).isInstanceOf(KeysUnavailableException.class);
        assertThat(owner.asked()).hasSize(1);

        owner.json("/keys", TestTokens.published(TestTokens.FIRST));
        pass(Duration.ofSeconds(1));
        assertThat(ask(keys, "first")).hasSize(1);
    }

    @Test
    void givesUpAnOwnerThatDoesNotAnswer() {
        owner.slow("/keys", 60_000, "{}");

        assertThatThrownBy(() -> ask(keys(Duration.ofMillis(300)), "first"))
                .isInstanceOf(KeysUnavailableException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"keys\":[]}",
                "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0\"}]}",
                "{\"keys\":[{\"kty\":\"moon\"}]}",
                "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"!\",\"e\":\"AQAB\"}]}",
                "<html>"
            })
    void usesNoDocumentWithoutPublicKeys(String document) {
        owner.json("/keys", document);

        assertThatThrownBy(() -> ask(keys(), null)).isInstanceOf(KeysUnavailableException.class);
    }

    @Test
    void boundsDocuments() {
        owner.json("/keys", "{\"keys\":[],\"padding\":\"" + "x".repeat(600_000) + "\"}");

        assertThatThrownBy(() -> ask(keys(), "first"))
                .isInstanceOf(KeysUnavailableException.class)
                .hasMessageContaining("larger than");
    }

    @Test
    void skipsKeysForOtherUses() {
        var first = TestTokens.FIRST.toPublicJWK().toJSONString();
        var unknown = "{\"kty\":\"moon\",\"kid\":\"a\"}";
        var weak = "{\"kty\":\"RSA\",\"kid\":\"weak\",\"n\":\"AQAB\",\"e\":\"AQAB\"}";
        owner.json("/keys", "{\"keys\":[" + unknown + "," + weak + "," + first + "]}");

        assertThat(ask(keys(), null)).extracting(VerificationKey::id).containsExactly("first");
    }
}
