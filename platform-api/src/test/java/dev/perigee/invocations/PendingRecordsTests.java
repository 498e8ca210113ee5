package dev.perigee.invocations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class PendingRecordsTests {

    private static PendingRecords pending(int perSecond, int records, DataSize logs) {
        return new PendingRecords(
                new InvocationProperties(
                        100, perSecond, records, logs, Duration.ofMillis(50), Duration.ofDays(7)));
    }

    private static InvocationRecord record(String outcome, String... lines) {
        return Records.of("f", outcome, Instant.EPOCH, lines);
    }

    @Test
    void givesRecordsInTheirOrder() {
        var pending = pending(10, 10, DataSize.ofMegabytes(1));
        var first = record("returned");
        var second = record("failed");
        pending.add(first);
        pending.add(second);

        assertThat(pending.take(1)).containsExactly(first);
        assertThat(pending.take(5)).containsExactly(second);
        assertThat(pending.take(5)).isEmpty();
        assertThat(pending.size()).isZero();
    }

    @Test
    void countsWhatDoesNotFit() {
        var pending = pending(10, 3, DataSize.ofMegabytes(1));
        for (int i = 0; i < 5; i++) {
            pending.add(record("failed"));
        }

        assertThat(pending.size()).isEqualTo(3);
        assertThat(pending.overflowed()).isEqualTo(2);
        pending.take(10);
        pending.add(record("failed"));
        assertThat(pending.size()).isEqualTo(1);
    }

    @Test
    void boundsTheBytesOfLogs() {
        var pending = pending(10, 1_000, DataSize.ofKilobytes(100));
        for (int i = 0; i < 20; i++) {
            pending.add(record("returned", "x".repeat(10_000)));
        }

        assertThat(pending.size()).isEqualTo(9);
        assertThat(pending.overflowed()).isEqualTo(11);
        assertThat(pending.take(100)).hasSize(9);
        pending.add(record("returned", "x".repeat(90_000)));
        assertThat(pending.size()).isEqualTo(1);
    }

    @Test
    void samplesOnlyUneventfulRecords() {
        var pending = pending(2, 1_000, DataSize.ofMegabytes(1));
        for (int i = 0; i < 50; i++) {
            pending.add(record("returned"));
            pending.add(record("returned", "a line"));
            pending.add(record("failed"));
        }

        assertThat(pending.size()).isEqualTo(110);
        assertThat(pending.sampledOut()).isEqualTo(40);

        pending.earn(0.25);
        pending.earn(0.25);
        pending.add(record("returned"));
        pending.add(record("returned"));
        assertThat(pending.size()).isEqualTo(111);
    }
}
