package dev.perigee.lua;

import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;

/** Prints how many classes the first interrupt of a JVM loads, of a program as its second one. */
final class FirstInterrupt {

    private static final int ROUNDS = 100;

    private FirstInterrupt() {}

    public static void main(String[] arguments) throws Exception {
        try (var engine = Engine.create("lua")) {
            try (var first = context(engine, OutputStream.nullOutputStream())) {
                first.eval("lua", "for i = 1, 100 do print() end return 1");
            }
            var rounds = new CountDownLatch(ROUNDS);
            try (var second = context(engine, Embedder.reporting(rounds))) {
                var guest = Thread.ofPlatform().start(() -> loop(second));
                rounds.await();
                long before = loaded();
                second.interrupt(Duration.ofSeconds(20));
                guest.join();
                System.out.println(loaded() - before);
            }
        }
    }

    private static Context context(Engine engine, OutputStream out) {
        return Context.newBuilder("lua").engine(engine).out(out).build();
    }

    private static void loop(Context context) {
        try {
            context.eval("lua", "while true do print() end");
        } catch (PolyglotException interrupted) {
            if (!interrupted.isInterrupted()) {
                throw interrupted;
            }
        }
    }

    private static long loaded() {
        return ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
    }
}
