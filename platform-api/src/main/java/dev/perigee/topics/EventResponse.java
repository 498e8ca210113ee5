package dev.perigee.topics;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.perigee.events.Event;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An event on the wire; its payload is the text that was appended. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventResponse(
        int partition,
        long offset,
        UUID id,
        @Nullable String key,
        @JsonRawValue String payload,
        Map<String, String> headers,
        Instant appendedAt) {

    /** The same event. */
    public static EventResponse of(Event event) {
        return of(event, event.payload());
    }

    /** The same event for a stream of lines; in JSON a line can only end between values. */
    static EventResponse onOneLine(Event event) {
        return of(event, event.payload().replace('\n', ' ').replace('\r', ' '));
    }

    private static EventResponse of(Event event, String payload) {
        return new EventResponse(
                event.partition(),
                event.offset(),
                event.id(),
                event.key(),
                payload,
                event.headers(),
                event.appendedAt());
    }
}
