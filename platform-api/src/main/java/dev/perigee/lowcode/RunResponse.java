package dev.perigee.lowcode;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An invocation as lowcode-faas shows it.
 *
 * @param status {@code success}, {@code failed} or {@code timeout}
 * @param output what the function returned
 */
record RunResponse(
        @JsonProperty("run_id") String runId,
        @JsonProperty("function_id") String functionId,
        String status,
        @JsonProperty("http_status_code") int httpStatusCode,
        @JsonProperty("http_headers") Map<String, List<String>> httpHeaders,
        @Nullable JsonNode output,
        @JsonProperty("error_message") @Nullable String errorMessage,
        @JsonProperty("duration_ms") long durationMs) {}
