package dev.perigee.gateway.resilience;

import dev.perigee.gateway.resilience.Protection.Caching;
import dev.perigee.gateway.resilience.ResponseStore.Fresh;
import dev.perigee.gateway.resilience.ResponseStore.Unkept;
import dev.perigee.gateway.resilience.ResponseStore.Varying;
import dev.perigee.gateway.upstream.Content;
import dev.perigee.gateway.upstream.UpstreamException;
import dev.perigee.gateway.upstream.UpstreamReply.Whole;
import dev.perigee.gateway.upstream.UpstreamRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import reactor.core.publisher.Mono;

/**
 * Keeps answers to GET, as the backend allows, and asks it once for all who want the same at the
 * same time. While an answer is stale but usable, one request in the background fetches a newer
 * one. An answer that is too old for that is not fetched again when the backend confirms it.
 * Requests that carry credentials or cookies, or ask for a part, go to the backend.
 */
public final class Remembering implements Upcall<Whole> {

    /** For so long requests to a target whose answers cannot be kept do not wait for each other. */
    private static final Duration UNKEPT = Duration.ofSeconds(10);

    /** For so long after its time an answer is kept to ask whether it is still right. */
    private static final Duration CONFIRMABLE = Duration.ofHours(1);

    private static final Set<String> NEUTRAL =
            Set.of(
                    "accept-encoding",
                    "b3",
                    "cache-control",
                    "connection",
                    "content-length",
                    "host",
                    "pragma",
                    "traceparent",
                    "tracestate",
                    "user-agent",
                    "via",
                    "x-forwarded-for",
                    "x-forwarded-proto",
                    "x-forwarded-via",
                    "x-request-id");

    private final Upcall<Whole> next;
    private final Caching caching;
    private final ResponseStore store;
    private final Duration patience;
    private final ProtectionMetrics.Caches counts;
    private final ConcurrentMap<ResponseStore.Key, Mono<Whole>> underWay =
            new ConcurrentHashMap<>();

    /**
     * @param patience how long a call that several wait for may take
     */
    public Remembering(
            Upcall<Whole> next, Caching caching, ProtectionMetrics metrics, Duration patience) {
        this.next = next;
        this.caching = caching;
        this.store = metrics.store();
        this.counts = metrics.caches();
        this.patience = patience;
    }

    @Override
    public Mono<Whole> ask(UpstreamRequest request) {
        if (!isKept(request)) {
            return next.ask(request);
        }
        return Mono.defer(() -> look(new Asked(request, place(request)), true));
    }

    /** A request, and what of it answers are kept by. */
    private record Asked(UpstreamRequest request, String place) {}

    private static boolean isKept(UpstreamRequest request) {
        var headers = request.headers();
        return request.method().equals("GET")
                && request.body() instanceof Content.None
                && !headers.contains(HttpHeaderNames.AUTHORIZATION)
                && !headers.contains(HttpHeaderNames.COOKIE)
                && !headers.contains(HttpHeaderNames.RANGE)
                && !Freshness.directives(headers).containsKey("no-store");
    }

    private Mono<Whole> look(Asked asked, boolean first) {
        var key = key(asked);
        var now = System.nanoTime();
        return switch (store.get(key)) {
            case Fresh fresh when fresh.isFresh(now) && !demandsNew(asked.request()) -> {
                counts.hit();
                yield Mono.just(fresh.reply());
            }
            case Fresh stale when stale.isUsable(now) && !demandsNew(asked.request()) -> {
                counts.stale();
                fetch(key, asked).onErrorComplete().subscribe();
                yield Mono.just(stale.reply());
            }
            case Unkept _ -> {
                counts.miss();
                yield next.ask(unconditional(asked.request()));
            }
            case null, default -> {
                counts.miss();
                yield first ? share(key, asked) : call(key, asked);
            }
        };
    }

    private static boolean demandsNew(UpstreamRequest request) {
        return Freshness.directives(request.headers()).containsKey("no-cache");
    }

    /** Whoever comes second takes the answer only when it turns out to be for everyone. */
    private Mono<Whole> share(ResponseStore.Key key, Asked asked) {
        var running = underWay.get(key);
        return running == null
                ? fetch(key, asked)
                : running.then(Mono.defer(() -> look(asked, false)));
    }

    private Mono<Whole> fetch(ResponseStore.Key key, Asked asked) {
        var mine =
                call(key, asked)
                        .timeout(patience, Mono.error(this::late))
                        .doFinally(_ -> underWay.remove(key))
                        .cache();
        var running = underWay.putIfAbsent(key, mine);
        return running == null ? mine : running.then(Mono.defer(() -> look(asked, false)));
    }

    /** Asks the backend, or whether what is kept is still right. */
    private Mono<Whole> call(ResponseStore.Key key, Asked asked) {
        var plain = unconditional(asked.request());
        var known = store.get(key) instanceof Fresh former ? former.reply() : null;
        var question = known == null ? null : Revalidation.question(plain, known);
        if (known == null || question == null) {
            return next.ask(plain).doOnNext(reply -> keep(asked, reply));
        }
        return next.ask(question)
                .map(
                        reply -> {
                            if (reply.status() != 304) {
                                return reply;
                            }
                            counts.confirmed();
                            return Revalidation.renewed(known, reply);
                        })
                .doOnNext(reply -> keep(asked, reply));
    }

    private UpstreamException late() {
        return UpstreamException.timedOut(
                "the backend took longer than " + patience.toMillis() + " ms");
    }

    private void keep(Asked asked, Whole reply) {
        var freshness = Freshness.of(reply, caching);
        if (freshness == null) {
            store.put(key(asked), new Unkept(UNKEPT));
            return;
        }
        var usable = freshness.fresh().plus(freshness.stale());
        var lifetime = Revalidation.isPossible(reply) ? usable.plus(CONFIRMABLE) : usable;
        var varying = varying(reply);
        if (!varying.isEmpty()) {
            store.put(
                    new ResponseStore.Key(this, asked.place(), List.of()),
                    new Varying(varying, lifetime));
        }
        var now = System.nanoTime();
        store.put(
                new ResponseStore.Key(this, asked.place(), values(asked.request(), varying)),
                new Fresh(
                        reply,
                        new ResponseStore.Times(
                                now + freshness.fresh().toNanos(), now + usable.toNanos()),
                        lifetime));
    }

    private ResponseStore.Key key(Asked asked) {
        var plain = new ResponseStore.Key(this, asked.place(), List.of());
        return store.get(plain) instanceof Varying(var names, _)
                ? new ResponseStore.Key(this, asked.place(), values(asked.request(), names))
                : plain;
    }

    /**
     * Target, the host that the client asked for, and every header that the route passes on: one
     * may come from a caller's token, and a backend that was never meant for a cache says no Vary.
     */
    private static String place(UpstreamRequest request) {
        var lines = new ArrayList<String>();
        for (var header : request.headers().entries()) {
            var name = header.getKey().toLowerCase(Locale.ROOT);
            if (!isNeutral(name)) {
                lines.add(name + ": " + header.getValue());
            }
        }
        lines.sort(null);
        lines.addFirst(request.target());
        return String.join("\n", lines);
    }

    /** Headers that do not ask for another answer, unless the backend says so by Vary. */
    private static boolean isNeutral(String name) {
        return NEUTRAL.contains(name)
                || name.startsWith("if-")
                || name.startsWith("x-b3-")
                || name.startsWith("x-spacer-");
    }

    private static List<String> varying(Whole reply) {
        var names = new TreeSet<String>();
        for (var line : reply.headers().getAll(HttpHeaderNames.VARY)) {
            for (var name : line.split(",", -1)) {
                names.add(name.trim().toLowerCase(Locale.ROOT));
            }
        }
        // All are asked the same, and what comes is kept decompressed.
        names.remove("accept-encoding");
        names.remove("");
        return List.copyOf(names);
    }

    private static List<String> values(UpstreamRequest request, List<String> names) {
        var values = new ArrayList<String>(names.size());
        for (var name : names) {
            values.add(name + ": " + String.join(",", request.headers().getAll(name)));
        }
        return values;
    }

    /** What others get must not depend on what one client has already. */
    private static UpstreamRequest unconditional(UpstreamRequest request) {
        var conditions =
                request.headers().names().stream()
                        .filter(name -> name.regionMatches(true, 0, "if-", 0, 3))
                        .toList();
        if (conditions.isEmpty()) {
            return request;
        }
        var headers = request.headers().copy();
        conditions.forEach(headers::remove);
        return new UpstreamRequest(request.method(), request.target(), headers, request.body());
    }
}
