package dev.perigee.gateway.filters;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class RateLimitTests {

    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong now = new AtomicLong(5 * SECOND);

    @Test
    void refillsEvenly() {
        var limit = new RateLimit(_ -> "", SECOND / 2, 3, now::get);

        assertThat(passes(limit, 5)).isEqualTo(3);
        now.addAndGet(SECOND / 2);
        assertThat(passes(limit, 5)).isEqualTo(1);
        now.addAndGet(60 * SECOND);
        assertThat(passes(limit, 5)).isEqualTo(3);
    }

    @Test
    void neverLetsMoreThroughThanPaidFor() {
        var limit = new RateLimit(_ -> "", SECOND / 10, 10, now::get);
        var passed = 0;

        for (int i = 0; i < 1_000; i++) {
            passed += passes(limit, 3);
            now.addAndGet(SECOND / 100);
        }

        assertThat(passed).isBetween(108, 111);
    }

    @Test
    void saysWhereTheCallerStands() {
        var limit = new RateLimit(_ -> "", SECOND, 2, now::get);
        var first = new Asked("a");
        var third = new Asked("a");

        limit.apply(first);
        limit.apply(new Asked("a"));
        var verdict = limit.apply(third);

        assertThat(first.answer.get("RateLimit-Limit")).isEqualTo("2");
        assertThat(first.answer.get("RateLimit-Remaining")).isEqualTo("1");
        assertThat(first.answer.get("RateLimit-Reset")).isEqualTo("1");
        assertThat(third.answer.get("RateLimit-Remaining")).isEqualTo("0");
        assertThat(third.answer.get("RateLimit-Reset")).isEqualTo("2");
        assertThat(verdict)
                .isEqualTo(
                        new Verdict.Refuse(
                                429,
                                "too many requests; try again later",
                                Map.of("Retry-After", "1")));
    }

    @Test
    void forgetsCallersWhoOweNothing() {
        var limit = new RateLimit(FilteredRequest::client, SECOND, 1, now::get);

        for (int i = 0; i < 250_000; i++) {
            limit.apply(new Asked("caller" + i));
            now.addAndGet(SECOND / 10_000);
        }

        assertThat(limit.callers()).isLessThanOrEqualTo(100_001);
    }

    private int passes(RateLimit limit, int requests) {
        var passed = 0;
        for (int i = 0; i < requests; i++) {
            if (limit.apply(new Asked("a")) == Verdict.Pass.PASS) {
                passed++;
            }
        }
        return passed;
    }

    /** A request that keeps what its answer would say. */
    private static final class Asked implements FilteredRequest {

        private final HttpHeaders answer = new DefaultHttpHeaders();
        private final String client;

        Asked(String client) {
            this.client = client;
        }

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public HttpHeaders headers() {
            return new DefaultHttpHeaders();
        }

        @Override
        public @Nullable InetAddress remote() {
            return null;
        }

        @Override
        public String client() {
            return client;
        }

        @Override
        public void speaksFor(String address) {}

        @Override
        public Map<String, String> identity() {
            return new HashMap<>();
        }

        @Override
        public void proved(ObjectNode claims) {}

        @Override
        public void called(String requestId) {}

        @Override
        public void limitBody(long bytes) {}

        @Override
        public void onAnswer(Consumer<HttpHeaders> change) {
            change.accept(answer);
        }
    }
}
