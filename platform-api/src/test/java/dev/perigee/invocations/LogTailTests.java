package dev.perigee.invocations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.executor.FunctionId;
import dev.perigee.executor.InvocationLog.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.BaseSubscriber;
import reactor.test.StepVerifier;

class LogTailTests {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final FunctionId F = new FunctionId("default", "f");

    private final LogTail tail = new LogTail();

    private void write(FunctionId function, String text) {
        tail.logOf("id", function, new KeptLines(1_000_000)).line(Level.INFO, text);
    }

    @Test
    void showsLinesOfWantedFunctionsWhileWatched() {
        write(F, "before");

        StepVerifier.create(tail.watch(F::equals).map(LogTailTests::text))
                .then(() -> write(F, "one"))
                .then(() -> write(new FunctionId("default", "g"), "other"))
                .then(() -> write(F, "two"))
                .expectNext("one", "two")
                .thenCancel()
                .verify(SOON);

        assertThat(tail.isWatched()).isFalse();
    }

    @Test
    void tellsASlowReaderHowMuchItMissed() {
        StepVerifier.create(tail.watch(_ -> true).map(LogTailTests::text), 0)
                .expectSubscription()
                .then(() -> writeMany(1_100))
                .thenRequest(1_024)
                .expectNextCount(1_024)
                .then(() -> write(F, "after"))
                .thenRequest(2)
                .expectNext("76 missed", "after")
                .thenCancel()
                .verify(SOON);
    }

    private void writeMany(int lines) {
        for (int i = 0; i < lines; i++) {
            write(F, "line " + i);
        }
    }

    @Test
    void keepsLinesWholeWhenManyWriteAtOnce() throws InterruptedException {
        var seen = new ConcurrentLinkedQueue<String>();
        var watcher =
                new BaseSubscriber<LogTail.Event>() {
                    @Override
                    protected void hookOnNext(LogTail.Event event) {
                        seen.add(text(event));
                    }
                };
        tail.watch(_ -> true).subscribe(watcher);
        var done = new CountDownLatch(100);
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 100; i++) {
            var line = ("writer " + i + " ").repeat(50);
            threads.add(
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        write(F, line);
                                        done.countDown();
                                    }));
        }

        assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(threads).hasSize(100);
        assertThat(seen).hasSize(100);
        for (int i = 0; i < 100; i++) {
            assertThat(seen).contains(("writer " + i + " ").repeat(50));
        }
        watcher.dispose();
    }

    @Test
    void endsAllWatchingWhenTheProcessStops() {
        StepVerifier.create(tail.watch(_ -> true))
                .then(() -> write(F, "one"))
                .expectNextCount(1)
                .then(tail::close)
                .expectComplete()
                .verify(SOON);
    }

    private static String text(LogTail.Event event) {
        return switch (event) {
            case LogTail.Event.Line line -> line.line().text();
            case LogTail.Event.Missed missed -> missed.lines() + " missed";
        };
    }
}
