package dev.perigee.lua;

import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;
import org.graalvm.polyglot.proxy.ProxyExecutable;

/** What embedders do around a context. */
final class Embedder {

    private Embedder() {}

    /** A function that suspends the embedder's own continuation and then returns its argument. */
    static ProxyExecutable suspending(ContinuationScope scope) {
        return arguments -> {
            Continuation.yield(scope);
            return arguments[0];
        };
    }

    /** Tells that a program has begun to write, and so to run. */
    static OutputStream reporting(CountDownLatch written) {
        return new OutputStream() {
            @Override
            public void write(int b) {
                written.countDown();
            }
        };
    }
}
