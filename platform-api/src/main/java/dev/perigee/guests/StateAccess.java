package dev.perigee.guests;

import dev.perigee.events.StateConflictException;
import dev.perigee.events.StateEntry;
import dev.perigee.events.StatePage;
import dev.perigee.events.StateQuery;
import dev.perigee.events.StateSpace;
import dev.perigee.events.StateStore;
import dev.perigee.events.StateWrite;
import dev.perigee.executor.GuestServices.Answer;
import dev.perigee.invocations.InvocationWork;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** One call of {@code state}: its arguments, and whether it belongs to a unit of work. */
record StateAccess(Arguments arguments, Way way) {

    private static final int PAGE = 100;
    private static final double MAX_TTL_SECONDS = 1e10;

    /** Where the call goes. */
    sealed interface Way {

        Mono<StateEntry> get(String key);

        Mono<StatePage> list(StateQuery query);

        /** The new version of the key. */
        Mono<Long> write(StateWrite write);

        /** The new version of the key; empty when it was not at the expected one. */
        Mono<Long> compareAndSet(StateWrite write);
    }

    /** Stored when the invocation commits. */
    record InUnit(InvocationWork work) implements Way {

        @Override
        public Mono<StateEntry> get(String key) {
            return work.unit().get(key);
        }

        @Override
        public Mono<StatePage> list(StateQuery query) {
            return work.unit().list(query);
        }

        @Override
        public Mono<Long> write(StateWrite write) {
            if (write.value() == null) {
                work.unit().delete(write.key());
            } else {
                work.unit().put(write.key(), write.value(), write.ttl());
            }
            return Mono.just(StateEntry.PENDING);
        }

        @Override
        public Mono<Long> compareAndSet(StateWrite write) {
            var expected = write.expected() == null ? StateWrite.ABSENT : write.expected();
            return work.change(work.unit().cas(expected, write))
                    .filter(swapped -> swapped)
                    .map(_ -> StateEntry.PENDING);
        }
    }

    /** Stored by itself, whatever comes of the invocation. */
    record AtOnce(StateStore store, StateSpace space) implements Way {

        @Override
        public Mono<StateEntry> get(String key) {
            return store.get(space, key);
        }

        @Override
        public Mono<StatePage> list(StateQuery query) {
            return store.list(space, query);
        }

        @Override
        public Mono<Long> write(StateWrite write) {
            return store.write(space, List.of(write))
                    .map(versions -> versions.getOrDefault(write.key(), 0L));
        }

        @Override
        public Mono<Long> compareAndSet(StateWrite write) {
            return write(write).onErrorResume(StateConflictException.class, _ -> Mono.empty());
        }
    }

    Mono<Answer> get() {
        return way.get(key())
                .map(entry -> Answer.of(json(entry)))
                .defaultIfEmpty(Answer.of("null"));
    }

    Mono<Answer> put() {
        return way.write(put(key())).map(version -> Answer.of("{\"version\":" + version + "}"));
    }

    Mono<Answer> delete() {
        var key = key();
        var deletion =
                way.get(key)
                        .hasElement()
                        .flatMap(
                                there ->
                                        there
                                                ? way.write(StateWrite.delete(key)).thenReturn(true)
                                                : Mono.just(false))
                        .map(deleted -> Answer.of("{\"deleted\":" + deleted + "}"));
        return way instanceof InUnit(var work) ? work.change(deletion) : deletion;
    }

    Mono<Answer> cas() {
        var version = arguments.number("version");
        if (version.isEmpty()) {
            throw Arguments.invalid(arguments.operation(), "\"version\" is required");
        }
        return way.compareAndSet(put(key()).expecting(version.getAsLong()))
                .map(now -> Answer.of("{\"swapped\":true,\"version\":" + now + "}"))
                .defaultIfEmpty(Answer.of("{\"swapped\":false}"));
    }

    Mono<Answer> list() {
        var prefix = arguments.text("prefix");
        var limit = arguments.number("limit").orElse(PAGE);
        if (limit < 1 || limit > StateQuery.MAX_LIMIT) {
            throw Arguments.invalid(
                    arguments.operation(), "\"limit\" must be 1 to " + StateQuery.MAX_LIMIT);
        }
        var query =
                new StateQuery(prefix == null ? "" : prefix, arguments.text("after"), (int) limit);
        return way.list(query).map(page -> Answer.of(json(page)));
    }

    private String key() {
        return arguments.requiredText("key");
    }

    private StateWrite put(String key) {
        var value = arguments.node("value");
        return StateWrite.put(key, value == null ? "null" : value.toString()).expiringAfter(ttl());
    }

    private @Nullable Duration ttl() {
        var ttl = arguments.node("ttl");
        if (ttl == null || ttl.isNull()) {
            return null;
        }
        if (!ttl.isNumber() || !(ttl.doubleValue() > 0) || ttl.doubleValue() > MAX_TTL_SECONDS) {
            throw Arguments.invalid(
                    arguments.operation(), "\"ttl\" must be a positive number of seconds");
        }
        return Duration.ofMillis(Math.max(1, Math.round(ttl.doubleValue() * 1000)));
    }

    private static String json(StatePage page) {
        return page.entries().stream()
                .map(StateAccess::json)
                .collect(
                        Collectors.joining(
                                ",",
                                "{\"entries\":[",
                                "],\"next\":"
                                        + (page.next() == null
                                                ? "null"
                                                : Arguments.quoted(page.next()))
                                        + "}"));
    }

    /** The value is JSON already and goes in as it is. */
    private static String json(StateEntry entry) {
        return "{\"key\":%s,\"value\":%s,\"version\":%d}"
                .formatted(Arguments.quoted(entry.key()), entry.value(), entry.version());
    }
}
