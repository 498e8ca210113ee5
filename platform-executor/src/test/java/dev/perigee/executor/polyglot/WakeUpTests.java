package dev.perigee.executor.polyglot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WakeUpTests {

    private final Queue<Runnable> later = new ArrayDeque<>();
    private @Nullable Executor loop = later::add;
    private long now;
    private int woken;
    private final WakeUp wakeUp = new WakeUp(() -> loop, () -> now, () -> woken++);

    @Test
    void wakesAtOnceForAThreadThatCannotPutItOff() {
        loop = null;

        wakeUp.ask();

        assertThat(woken).isEqualTo(1);
    }

    @Test
    void wakesOnceForAllThatALoopHandsIn() {
        wakeUp.ask();
        wakeUp.ask();
        wakeUp.ask();
        assertThat(woken).isZero();
        assertThat(later).hasSize(1);

        later.remove().run();

        assertThat(woken).isEqualTo(1);
    }

    @Test
    void isPutOffAnewAfterwards() {
        wakeUp.ask();
        later.remove().run();

        wakeUp.ask();

        assertThat(later).hasSize(1);
    }

    @Test
    void aThreadThatCannotPutItOffDoesNotWaitForALoop() {
        wakeUp.ask();
        loop = null;

        wakeUp.ask();

        assertThat(woken).isEqualTo(1);
    }

    @Test
    void wakesInSpiteOfALoopThatTakesLong() {
        wakeUp.ask();
        now += WakeUp.LONGEST_DELAY_NANOS + 1;

        wakeUp.ask();

        assertThat(woken).isEqualTo(1);
    }

    @Test
    void wakesAtOnceWhenTheLoopHasEnded() {
        loop =
                action -> {
                    throw new RejectedExecutionException("ended");
                };

        wakeUp.ask();
        wakeUp.ask();

        assertThat(woken).isEqualTo(2);
    }
}
