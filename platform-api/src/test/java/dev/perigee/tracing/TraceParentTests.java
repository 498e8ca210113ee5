package dev.perigee.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTests {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsWhatItWrites(boolean sampled) {
        var parent = new TraceParent(TRACE, SPAN, sampled);

        assertThat(TraceParent.parse(parent.header())).contains(parent);
    }

    @Test
    void takesLaterVersionsAndOtherFlags() {
        assertThat(TraceParent.parse("01-" + TRACE + "-" + SPAN + "-03-more"))
                .contains(new TraceParent(TRACE, SPAN, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ff-" + TRACE + "-" + SPAN + "-01",
                "00-" + TRACE + "-" + SPAN,
                "00-" + TRACE + "-" + SPAN + "-1",
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-" + SPAN + "-01"
            })
    void refusesAnythingElse(String value) {
        assertThat(TraceParent.parse(value)).isEmpty();
    }
}
