package dev.perigee.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpansTests {

    private static OpenSpan begin(Spans spans) {
        return Objects.requireNonNull(spans.begin(Span.Kind.REQUEST, null, null, null));
    }

    @Test
    void keepsABoundedNumber() {
        var spans = new Spans(1e6, 3);
        for (var at = 0; at < 10; at++) {
            var span = begin(spans);
            span.name("n" + at);
            span.end(null);
            span.end("twice");
        }

        assertThat(spans.newest()).extracting(Span::name).containsExactly("n9", "n8", "n7");
        assertThat(spans.recorded()).isEqualTo(10);
    }

    @Test
    void ordersATraceByItsBeginning() {
        var spans = new Spans(1e6, 100);
        var request = begin(spans);
        var function = request.child(Span.Kind.FUNCTION, "f");
        function.end("failed");
        begin(spans).end(null);
        request.end(null);

        var trace = spans.ofTrace(request.traceId());

        assertThat(trace).hasSize(2);
        assertThat(trace)
                .filteredOn(span -> span.kind() == Span.Kind.FUNCTION)
                .singleElement()
                .satisfies(
                        span -> {
                            assertThat(span.parentSpanId()).isEqualTo(request.spanId());
                            assertThat(span.error()).isEqualTo("failed");
                        });
        assertThat(request.traceId()).matches("[0-9a-f]{32}");
        assertThat(request.spanId()).matches("[0-9a-f]{16}");
    }

    @Test
    void samplesAFewASecondOfItsOwnAndMoreOfCallers() {
        var spans = new Spans(5, 0);

        var own = IntStream.range(0, 1_000).filter(_ -> sampled(spans, null)).count();
        var asked = IntStream.range(0, 1_000).filter(_ -> sampled(spans, true)).count();

        assertThat(own).isBetween(5L, 12L);
        assertThat(asked).isBetween(50L, 120L);
        assertThat(sampled(spans, false)).isFalse();
        assertThat(sampled(Spans.none(), true)).isFalse();
    }

    private static boolean sampled(Spans spans, @org.jspecify.annotations.Nullable Boolean asked) {
        return spans.begin(Span.Kind.REQUEST, null, null, asked) != null;
    }

    @Test
    void anAllowanceRefillsWithTime() {
        var allowance = new Allowance(10);
        var now = 5_000_000_000L;

        assertThat(taken(allowance, now)).isEqualTo(11);
        assertThat(taken(allowance, now + 99_000_000)).isZero();
        assertThat(taken(allowance, now + 300_000_000)).isEqualTo(3);
        assertThat(taken(allowance, now + 60_000_000_000L)).isEqualTo(11);
        assertThat(taken(new Allowance(0), now)).isZero();
    }

    private static int taken(Allowance allowance, long now) {
        var taken = 0;
        while (allowance.take(now)) {
            taken++;
        }
        return taken;
    }
}
