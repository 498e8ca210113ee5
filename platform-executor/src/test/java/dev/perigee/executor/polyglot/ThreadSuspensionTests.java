package dev.perigee.executor.polyglot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.junit.jupiter.api.Test;

class ThreadSuspensionTests {

    private final List<String> order = new ArrayList<>();
    private final AtomicReference<ThreadSuspension> self = new AtomicReference<>();

    private ThreadSuspension suspension(Context context) {
        ProxyExecutable pause =
                arguments -> {
                    order.add(arguments[0].asString());
                    Objects.requireNonNull(self.get()).suspend();
                    return "back";
                };
        var body =
                context.eval(
                        "lua", "return function(pause) return pause('one') .. pause('two') end");
        var suspension =
                new ThreadSuspension(
                        context, () -> order.add("result " + body.execute(pause).asString()));
        self.set(suspension);
        return suspension;
    }

    @Test
    void guestsAreLeftAndEnteredInTurns() {
        try (var context = Context.newBuilder("lua").allowCreateThread(true).build()) {
            var suspension = suspension(context);

            suspension.run();
            order.add("between");
            suspension.run();
            assertThat(suspension.isDone()).isFalse();
            suspension.run();

            assertThat(suspension.isDone()).isTrue();
            assertThat(order).containsExactly("one", "between", "two", "result backback");
        }
    }

    @Test
    void abandonedStacksEnd() {
        try (var context = Context.newBuilder("lua").allowCreateThread(true).build()) {
            var suspension = suspension(context);
            suspension.run();

            suspension.abandon();

            Awaitility.await().atMost(Duration.ofSeconds(10)).until(suspension::isDone);
            assertThat(order).containsExactly("one");
        }
    }
}
