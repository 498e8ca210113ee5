package dev.perigee.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryPolicyTests {

    private final RetryPolicy policy =
            new RetryPolicy(5, Duration.ofMillis(100), Duration.ofSeconds(1));

    @Test
    void doublesThePauseUpToTheLongest() {
        assertThat(policy.delayAfter(1, 0)).isEqualTo(Duration.ofMillis(100));
        assertThat(policy.delayAfter(2, 0)).isEqualTo(Duration.ofMillis(200));
        assertThat(policy.delayAfter(4, 0)).isEqualTo(Duration.ofMillis(800));
        assertThat(policy.delayAfter(5, 0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(policy.delayAfter(1_000, 0)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void shortensThePauseByHalfAtMost() {
        assertThat(policy.delayAfter(2, 1)).isEqualTo(Duration.ofMillis(100));
        assertThat(policy.delayAfter(2, 0.5)).isEqualTo(Duration.ofMillis(150));
    }

    @Test
    void holdsAPartitionForAThirdOfASecondByDefault() {
        var usual = RetryPolicy.DEFAULT;

        var pauses =
                IntStream.range(1, usual.attempts())
                        .mapToObj(failed -> usual.delayAfter(failed, 0))
                        .reduce(Duration.ZERO, Duration::plus);

        assertThat(pauses).isEqualTo(Duration.ofMillis(350));
    }

    @Test
    void refusesPoliciesThatMakeNoSense() {
        var second = Duration.ofSeconds(1);

        assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(0, second, second));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetryPolicy(1, second.multipliedBy(2), second));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetryPolicy(1, Duration.ZERO, second));
    }
}
