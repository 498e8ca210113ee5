package dev.perigee.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.perigee.events.StateEntry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An entry of the state on the wire; its value is the text that was written. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StateResponse(
        String key,
        @JsonRawValue String value,
        long version,
        Instant updatedAt,
        @Nullable Instant expiresAt) {

    static StateResponse of(StateEntry entry) {
        return new StateResponse(
                entry.key(), entry.value(), entry.version(), entry.updatedAt(), entry.expiresAt());
    }
}
