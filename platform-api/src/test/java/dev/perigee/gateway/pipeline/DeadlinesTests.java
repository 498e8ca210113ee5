package dev.perigee.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeadlinesTests {

    private final Queue<Integer> late = new ConcurrentLinkedQueue<>();

    @Test
    void tellsThoseThatAreLateInTheirOrder() {
        var deadlines = new Deadlines(Duration.ofMillis(20));

        for (int i = 0; i < 100; i++) {
            deadlines.begin(new Numbered(i));
        }

        await().untilAsserted(() -> assertThat(late).containsExactlyElementsOf(numbers(100)));
    }

    @Test
    void neverTellsThoseThatEnded() {
        var deadlines = new Deadlines(Duration.ofSeconds(2));
        var random = new Random(7);
        var waits = numbers(1_000).stream().map(Numbered::new).toList();

        waits.forEach(deadlines::begin);
        var ended = waits.stream().filter(_ -> random.nextInt(3) > 0).toList();
        ended.forEach(Deadlines.Wait::end);
        ended.forEach(Deadlines.Wait::end);
        var rest =
                waits.stream().filter(wait -> !ended.contains(wait)).map(Numbered::number).toList();

        await().untilAsserted(() -> assertThat(late).containsExactlyElementsOf(rest));
    }

    @Test
    void goesOnAfterNobodyWaitedAndAfterAFailure() {
        var deadlines = new Deadlines(Duration.ofMillis(10));
        deadlines.begin(new Numbered(-1));
        deadlines.begin(new Numbered(1));
        await().untilAsserted(() -> assertThat(late).containsExactly(1));

        deadlines.begin(new Numbered(2));

        await().untilAsserted(() -> assertThat(late).containsExactly(1, 2));
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private final class Numbered extends Deadlines.Wait {

        private final int number;

        Numbered(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        @Override
        void late() {
            if (number < 0) {
                throw new IllegalStateException("a failure of this test");
            }
            late.add(number);
        }
    }
}
