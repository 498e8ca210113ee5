package dev.perigee.guests;

import dev.perigee.events.Appended;
import dev.perigee.events.EventLog;
import dev.perigee.events.NewEvent;
import dev.perigee.events.TopicName;
import dev.perigee.executor.GuestServices.Answer;
import dev.perigee.executor.GuestServices.Call;
import dev.perigee.executor.Invocation;
import dev.perigee.invocations.InvocationWork;
import dev.perigee.tracing.TraceParent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code topics.append}: events of the function's own namespace, appended when the invocation
 * commits or, with {@code immediate}, at once. Each carries the invocation's trace.
 */
@Component
final class TopicsService implements GuestService {

    private final EventLog log;

    TopicsService(EventLog log) {
        this.log = log;
    }

    @Override
    public String name() {
        return "topics";
    }

    @Override
    public Mono<Answer> call(Invocation invocation, Call call) {
        if (!call.operation().equals("topics.append")) {
            return Mono.error(PlatformServices.notAvailable(call.operation()));
        }
        return Mono.defer(() -> append(invocation, Arguments.of(call)))
                .onErrorMap(EventFailures::translate);
    }

    private Mono<Answer> append(Invocation invocation, Arguments arguments) {
        var topic = topic(invocation, arguments.requiredText("topic"));
        var events = events(arguments, InvocationWork.traceparent(invocation));
        var work = InvocationWork.of(invocation).orElse(null);
        if (work == null || (arguments.flag("immediate") && !work.isRehearsal())) {
            if (work != null) {
                work.hadEffect();
            }
            return log.append(topic, events).map(TopicsService::appended);
        }
        return work.change(work.unit().append(topic, events))
                .thenReturn(Answer.of("{\"count\":" + events.size() + "}"));
    }

    private static TopicName topic(Invocation invocation, String name) {
        try {
            return new TopicName(invocation.code().function().namespace(), name);
        } catch (IllegalArgumentException unsafe) {
            throw Arguments.invalid("topics.append", String.valueOf(unsafe.getMessage()));
        }
    }

    private static List<NewEvent> events(Arguments arguments, String trace) {
        if (!(arguments.node("events") instanceof ArrayNode list)) {
            throw Arguments.invalid("topics.append", "\"events\" must be a list");
        }
        var events = new ArrayList<NewEvent>(list.size());
        for (var at = 0; at < list.size(); at++) {
            if (!(list.get(at) instanceof ObjectNode event)) {
                throw invalid(at, "must be an object");
            }
            events.add(event(at, event, trace));
        }
        return events;
    }

    private static NewEvent event(int at, ObjectNode event, String trace) {
        var payload = event.get("payload");
        return new NewEvent(
                null,
                key(at, event.get("key")),
                payload == null ? "null" : payload.toString(),
                headers(at, event.get("headers"), trace));
    }

    private static @Nullable String key(int at, @Nullable JsonNode key) {
        if (key == null || key.isNull()) {
            return null;
        }
        if (!key.isString()) {
            throw invalid(at, "has a key that is neither a string nor a number");
        }
        return key.stringValue();
    }

    private static Map<String, String> headers(int at, @Nullable JsonNode headers, String trace) {
        var all = new HashMap<String, String>();
        all.put(TraceParent.HEADER, trace);
        if (headers == null || headers.isNull() || headers.isEmpty()) {
            return all;
        }
        if (!(headers instanceof ObjectNode object)) {
            throw invalid(at, "has headers that are not an object");
        }
        for (var header : object.properties()) {
            if (!header.getValue().isString()) {
                throw invalid(at, "has a header \"" + header.getKey() + "\" that is not a string");
            }
            all.put(header.getKey(), header.getValue().stringValue());
        }
        return all;
    }

    private static RuntimeException invalid(int at, String problem) {
        return Arguments.invalid("topics.append", "event " + at + " " + problem);
    }

    private static Answer appended(List<Appended> places) {
        var json = Arguments.newObject().put("count", places.size());
        var events = json.putArray("events");
        for (var place : places) {
            events.addObject().put("partition", place.partition()).put("offset", place.offset());
        }
        return Answer.of(json.toString());
    }
}
