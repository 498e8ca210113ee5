package dev.perigee.gateway.pipeline;

import dev.perigee.gateway.upstream.UpstreamException;
import java.util.List;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.SignalType;
import reactor.util.context.Context;

/** Asks all backends at once and merges what came before the deadline. */
record ParallelMerge(List<Backend> backends, Deadlines deadlines, PipelineSpec.Conflict conflict)
        implements Backend {

    @Override
    public Mono<Reply> send(PipelineRequest request) {
        return Mono.create(
                sink -> {
                    var gathering = new Gathering(sink);
                    sink.onDispose(gathering);
                    gathering.ask(request);
                });
    }

    private UpstreamException late() {
        return UpstreamException.timedOut(
                "not all backends answered within " + deadlines.time().toMillis() + " ms");
    }

    /** What came of one request's calls so far. Replies may come on several threads. */
    private final class Gathering extends Deadlines.Wait implements Disposable {

        private final MonoSink<Reply> sink;

        /** Kept here, since what is inside asks for it again and again. */
        private final Context context;

        private final MergedReply merged = new MergedReply(backends.size(), conflict);
        private final Part[] parts = new Part[backends.size()];
        private int missing = parts.length;
        private boolean over;

        Gathering(MonoSink<Reply> sink) {
            this.sink = sink;
            this.context = Context.of(sink.contextView());
        }

        void ask(PipelineRequest request) {
            deadlines.begin(this);
            for (int i = 0; i < parts.length; i++) {
                parts[i] = new Part(this, i);
            }
            for (var part : parts) {
                part.ask(backends.get(part.index), request);
            }
        }

        void came(int index, Reply reply) {
            if (reply instanceof Reply.Data data) {
                count(() -> merged.add(index, data));
            } else {
                failed(UpstreamException.broken("an unread reply was merged"));
            }
        }

        void failed(Throwable failure) {
            count(() -> merged.failed(failure));
        }

        private void count(Runnable change) {
            synchronized (this) {
                if (over) {
                    return;
                }
                change.run();
                if (--missing > 0) {
                    return;
                }
            }
            conclude();
        }

        @Override
        void late() {
            conclude();
        }

        private void conclude() {
            synchronized (this) {
                if (over) {
                    return;
                }
                over = true;
            }
            merged.result(ParallelMerge.this::late).subscribe(sink::success, sink::error);
        }

        /** Gives up what is still under way. */
        @Override
        public void dispose() {
            synchronized (this) {
                over = true;
            }
            end();
            for (var part : parts) {
                if (part != null) {
                    part.dispose();
                }
            }
        }
    }

    /** The call of one backend. */
    private static final class Part extends BaseSubscriber<Reply> {

        private final Gathering gathering;
        private final int index;
        private boolean answered;

        Part(Gathering gathering, int index) {
            this.gathering = gathering;
            this.index = index;
        }

        void ask(Backend backend, PipelineRequest request) {
            if (!isDisposed()) {
                Mono.defer(() -> backend.send(request)).subscribe(this);
            }
        }

        @Override
        public Context currentContext() {
            return gathering.context;
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            requestUnbounded();
        }

        @Override
        protected void hookOnNext(Reply reply) {
            answered = true;
            gathering.came(index, reply);
        }

        @Override
        protected void hookOnError(Throwable failure) {
            gathering.failed(failure);
        }

        @Override
        protected void hookFinally(SignalType signal) {
            if (signal == SignalType.ON_COMPLETE && !answered) {
                gathering.failed(UpstreamException.broken("a backend gave no reply"));
            }
        }
    }
}
