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
        return new EventResponse(
                event.partition(),
                event.offset(),
                event.id(),
                event.key(),
                event.payload(),
                event.headers(),
                event.appendedAt());
    }
}
