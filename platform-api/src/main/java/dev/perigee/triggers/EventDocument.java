package dev.perigee.triggers;

import dev.perigee.events.Delivery;
import dev.perigee.events.Event;
import dev.perigee.events.Trigger;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a function sees its events.
 *
 * <p>One event: the payload is {@code args}, in {@code args.body} when it is no object, and all
 * about it is {@code ctx.event}, so that the function can be called over HTTP as well. A trigger
 * with batches: {@code args.events} is the list of all, each with its payload.
 */
final class EventDocument {

    private static final JsonMapper JSON = new JsonMapper();

    private EventDocument() {}

    static String arguments(Delivery.Request request) {
        return arguments(request.trigger(), request.events());
    }

    static String arguments(Trigger trigger, List<Event> events) {
        return isBatch(trigger) ? batch(events) : single(events.getFirst().payload());
    }

    private static boolean isBatch(Trigger trigger) {
        return trigger.settings().batchSize() > 1;
    }

    private static String single(String payload) {
        return payload.stripLeading().startsWith("{") ? payload : "{\"body\":" + payload + "}";
    }

    private static String batch(List<Event> events) {
        var text = new StringBuilder("{\"events\":[");
        for (var event : events) {
            if (text.charAt(text.length() - 1) == '}') {
                text.append(',');
            }
            // The payload is JSON already and may be large; it goes in as it is.
            var about = about(event).toString();
            text.append(about, 0, about.length() - 1)
                    .append(",\"payload\":")
                    .append(event.payload())
                    .append('}');
        }
        return text.append("]}").toString();
    }

    /** What {@code ctx} tells: one object with {@code event}. */
    static String caller(Delivery.Request request) {
        return caller(request.trigger(), request.events(), request.attempt());
    }

    static String caller(Trigger trigger, List<Event> events, int attempt) {
        var about = isBatch(trigger) ? JSON.createObjectNode() : about(events.getFirst());
        about.put("topic", trigger.settings().topic().name())
                .put("trigger", trigger.name().name())
                .put("attempt", attempt)
                .put("replay", trigger.isReplay());
        var context = JSON.createObjectNode();
        context.set("event", about);
        return context.toString();
    }

    private static ObjectNode about(Event event) {
        var about =
                JSON.createObjectNode()
                        .put("id", event.id().toString())
                        .put("partition", event.partition())
                        .put("offset", event.offset())
                        .put("key", event.key())
                        .put("timestamp", event.appendedAt().toEpochMilli());
        var headers = about.putObject("headers");
        event.headers().forEach(headers::put);
        return about;
    }
}
