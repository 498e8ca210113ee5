package dev.perigee.invocations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnsTests {

    private static final Turns.Place PLACE = new Turns.Place("shop", "stock");

    private final Turns turns = new Turns();
    private final List<String> came = new ArrayList<>();

    private Turns.Turn waiting(String name, Turns.Place place) {
        var turn = turns.at(place);
        turn.await(() -> came.add(name));
        return turn;
    }

    @Test
    void comeOneAfterTheOther() {
        var first = waiting("first", PLACE);
        var second = waiting("second", PLACE);
        waiting("other key", new Turns.Place("shop", "price"));
        waiting("other namespace", new Turns.Place("bank", "stock"));
        assertThat(came).containsExactly("first", "other key", "other namespace");

        first.end();
        assertThat(came).endsWith("second");
        first.end();
        second.end();

        assertThat(came).hasSize(4);
        assertThat(turns.size()).isEqualTo(2);
    }

    @Test
    void whoGoesAwayIsPassedOver() {
        var first = waiting("first", PLACE);
        var second = waiting("second", PLACE);
        var third = waiting("third", PLACE);

        second.end();
        first.end();

        assertThat(came).containsExactly("first", "third");
        third.end();
        assertThat(turns.size()).isZero();
    }

    @Test
    void whoNeverWaitedEndsNothing() {
        var first = waiting("first", PLACE);
        waiting("second", PLACE);

        turns.at(PLACE).end();

        assertThat(came).containsExactly("first");
        first.end();
        assertThat(came).containsExactly("first", "second");
    }

    @Test
    void noTwoHoldOneTurnAndNoneIsForgotten() throws Exception {
        var holding = new AtomicInteger();
        var most = new AtomicInteger();
        var done = new CountDownLatch(400);

        for (var thread = 0; thread < 8; thread++) {
            Thread.ofPlatform()
                    .start(
                            () -> {
                                for (var n = 0; n < 50; n++) {
                                    hold(holding, most, done);
                                }
                            });
        }
        done.await();

        assertThat(most).hasValue(1);
        assertThat(turns.size()).isZero();
    }

    private void hold(AtomicInteger holding, AtomicInteger most, CountDownLatch done) {
        var turn = turns.at(PLACE);
        turn.await(
                () -> {
                    most.accumulateAndGet(holding.incrementAndGet(), Math::max);
                    holding.decrementAndGet();
                    turn.end();
                    done.countDown();
                });
    }
}
