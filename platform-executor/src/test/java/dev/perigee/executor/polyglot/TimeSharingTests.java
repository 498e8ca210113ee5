package dev.perigee.executor.polyglot;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimeSharingTests {

    private final List<Guest> guests = new ArrayList<>();
    private long now;

    @AfterEach
    void end() {
        guests.forEach(Guest::end);
    }

    @Test
    void aLoneGuestRunsOn() {
        var sharing = new TimeSharing(1);
        var guest = new Guest();
        sharing.join(guest.turn);

        pass(sharing, 1_000);

        assertThat(guest.turn.mayRun()).isTrue();
    }

    @Test
    void soManyRunAndTheOthersWait() {
        var sharing = new TimeSharing(2);
        for (int i = 0; i < 5; i++) {
            sharing.join(new Guest().turn);
        }

        pass(sharing, 10);

        assertThat(running()).isEqualTo(2);
    }

    @Test
    void everyGuestHasItsTurn() {
        var sharing = new TimeSharing(1);
        for (int i = 0; i < 4; i++) {
            sharing.join(new Guest().turn);
        }
        int[] rounds = new int[4];

        for (int i = 0; i < 200; i++) {
            pass(sharing, 20);
            for (int g = 0; g < 4; g++) {
                rounds[g] += guests.get(g).turn.mayRun() ? 1 : 0;
            }
            assertThat(running()).isLessThanOrEqualTo(1);
        }

        assertThat(IntStream.of(rounds)).allMatch(ran -> ran > 20);
    }

    @Test
    void aNewcomerComesBeforeALongSlice() {
        var sharing = new TimeSharing(1);
        var old = new Guest();
        sharing.join(old.turn);
        sharing.join(new Guest().turn);
        pass(sharing, 150);
        var newcomer = new Guest();
        sharing.join(newcomer.turn);

        pass(sharing, 10);

        assertThat(newcomer.turn.mayRun()).isTrue();
        assertThat(running()).isEqualTo(1);
    }

    @Test
    void whoLeavesMakesRoom() {
        var sharing = new TimeSharing(1);
        var first = new Guest();
        var second = new Guest();
        sharing.join(first.turn);
        sharing.join(second.turn);
        pass(sharing, 4);
        var runs = first.turn.mayRun() ? first : second;
        var waits = runs == first ? second : first;

        sharing.leave(runs.turn);
        pass(sharing, 4);

        assertThat(waits.turn.mayRun()).isTrue();
    }

    @Test
    void aGuestWithoutSafepointsDoesNotKeepTheOthersWaiting() {
        var sharing = new TimeSharing(1);
        var deaf = new Guest();
        deaf.listens = false;
        sharing.join(deaf.turn);
        pass(sharing, 30);
        var other = new Guest();
        sharing.join(other.turn);
        pass(sharing, 10);
        assertThat(other.turn.mayRun()).isFalse();

        boolean hadItsTurn = false;
        for (int i = 0; i < 30; i++) {
            pass(sharing, 10);
            hadItsTurn |= other.turn.mayRun();
        }

        assertThat(hadItsTurn).isTrue();
    }

    @Test
    void whoWasLetGoDoesNotWaitAnyMore() throws InterruptedException {
        var guest = new Guest();
        var goesOn = new CountDownLatch(1);

        guest.turn.letGo();
        guest.turn.end();
        guest.asked.add(goesOn::countDown);

        assertThat(goesOn.await(10, SECONDS)).isTrue();
    }

    private long running() {
        return guests.stream().filter(guest -> guest.turn.mayRun()).count();
    }

    private void pass(TimeSharing sharing, int millis) {
        for (int i = 0; i < millis; i += 2) {
            now += MILLISECONDS.toNanos(2);
            sharing.round(now);
            guests.forEach(Guest::settle);
        }
    }

    /** A thread that comes to a safepoint all the time, unless it does not listen. */
    private final class Guest {

        private final ConcurrentLinkedQueue<Runnable> asked = new ConcurrentLinkedQueue<>();
        private final Thread thread = new Thread(this::run);
        private final Turn turn = new Turn(thread, asked::add);
        private volatile boolean listens = true;
        private volatile boolean ended;

        Guest() {
            guests.add(this);
            thread.setDaemon(true);
            thread.start();
        }

        private void run() {
            while (!ended) {
                var action = listens ? asked.poll() : null;
                if (action != null) {
                    action.run();
                }
                Thread.onSpinWait();
            }
        }

        /** Waits until it has done as it was told. */
        void settle() {
            if (listens && !turn.mayRun()) {
                await().pollInterval(Duration.ofMillis(1)).until(turn::isStopped);
            }
        }

        void end() {
            ended = true;
            turn.begin();
        }
    }
}
