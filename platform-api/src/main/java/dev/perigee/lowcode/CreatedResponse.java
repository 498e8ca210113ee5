package dev.perigee.lowcode;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/** A function as lowcode-faas shows it. */
record CreatedResponse(
        String id,
        String name,
        String language,
        @JsonProperty("source_code") String sourceCode,
        @JsonProperty("created_at") Instant createdAt) {}
