package dev.perigee.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTests {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    private static Trace of(String... fields) {
        var headers = new DefaultHttpHeaders();
        for (var at = 0; at < fields.length; at += 2) {
            headers.add(fields[at], fields[at + 1]);
        }
        return Trace.of(headers);
    }

    @Test
    void readsW3c() {
        assertThat(of("traceparent", "00-" + TRACE + "-" + SPAN + "-01"))
                .isEqualTo(new Trace(TRACE, SPAN, true));
        assertThat(of("traceparent", "00-" + TRACE + "-" + SPAN + "-00"))
                .isEqualTo(new Trace(TRACE, SPAN, false));
        assertThat(of("traceparent", "cc-" + TRACE + "-" + SPAN + "-03-more"))
                .isEqualTo(new Trace(TRACE, SPAN, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "nonsense"
            })
    void ignoresWhatIsNoTraceparent(String header) {
        assertThat(of("traceparent", header)).isEqualTo(new Trace(null, null, null));
    }

    @Test
    void readsB3InOneField() {
        assertThat(of("b3", TRACE + "-" + SPAN + "-1")).isEqualTo(new Trace(TRACE, SPAN, true));
        assertThat(of("b3", TRACE + "-" + SPAN + "-0")).isEqualTo(new Trace(TRACE, SPAN, false));
        assertThat(of("b3", TRACE + "-" + SPAN + "-d-" + SPAN))
                .isEqualTo(new Trace(TRACE, SPAN, true));
        assertThat(of("b3", "8448eb211c80319c-" + SPAN))
                .isEqualTo(new Trace("00000000000000008448eb211c80319c", SPAN, null));
        assertThat(of("b3", "0")).isEqualTo(new Trace(null, null, false));
    }

    @Test
    void readsB3InManyFields() {
        assertThat(of("X-B3-TraceId", TRACE, "X-B3-SpanId", SPAN, "X-B3-Sampled", "1"))
                .isEqualTo(new Trace(TRACE, SPAN, true));
        assertThat(of("X-B3-TraceId", TRACE, "X-B3-SpanId", SPAN, "X-B3-Flags", "1"))
                .isEqualTo(new Trace(TRACE, SPAN, true));
        assertThat(of("X-B3-TraceId", TRACE, "X-B3-SpanId", SPAN))
                .isEqualTo(new Trace(TRACE, SPAN, null));
        assertThat(of("X-B3-TraceId", TRACE)).isEqualTo(new Trace(null, null, null));
    }

    @Test
    void readsSpacers() {
        assertThat(of("X-SPACER-TRACE-ID", TRACE, "X-SPACER-SPAN-ID", SPAN))
                .isEqualTo(new Trace(TRACE, SPAN, null));
        assertThat(of("X-SPACER-TRACE-ID", "order-7").traceId()).matches("[0-9a-f]{32}");
        assertThat(of("X-SPACER-TRACE-ID", "bad id").traceId()).isNull();
        assertThat(of("X-Request-Id", "order-7")).isEqualTo(of("X-SPACER-TRACE-ID", "order-7"));
    }

    @Test
    void prefersTheStandard() {
        assertThat(
                        of(
                                "X-Request-Id", "r",
                                "b3", "1" + TRACE.substring(1) + "-" + SPAN + "-1",
                                "traceparent", "00-" + TRACE + "-" + SPAN + "-00"))
                .isEqualTo(new Trace(TRACE, SPAN, false));
    }
}
