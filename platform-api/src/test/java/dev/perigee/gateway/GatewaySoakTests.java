package dev.perigee.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A short soak; benchmarks/gateway-soak.sh runs a long one. */
class GatewaySoakTests {

    @Test
    void nothingLeaksWhenEitherEndBreaksOff() throws Exception {
        try (var soak = new GatewaySoak()) {
            soak.aborts(340);
            var before = soak.settle();
            soak.aborts(680);

            assertThat(soak.settle() - before).isLessThan(16L << 20);
            assertThat(soak.errors()).isEmpty();
        }
    }
}
