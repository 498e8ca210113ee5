package dev.perigee.gateway.pipeline;

import dev.perigee.gateway.shaping.FlatOperation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A pipeline as configured.
 *
 * @param timeout for all of it; merging leaves 15 % of it for answering
 * @param statics data that is added to the answer, or null
 * @param operations changes of merged data, when there is more than one backend
 */
public record PipelineSpec(
        Duration timeout,
        Entry entry,
        Merging merging,
        @Nullable Statics statics,
        List<FlatOperation> operations,
        List<BackendSpec> backends,
        Answering answering) {

    public PipelineSpec {
        operations = List.copyOf(operations);
        backends = List.copyOf(backends);
    }

    /**
     * What of the client's request goes in.
     *
     * @param strictParameters refuses path parameters that still look encoded after decoding
     */
    public record Entry(
            Selection headers, Selection query, String userAgent, boolean strictParameters) {}

    /**
     * How several backends' data become one.
     *
     * @param propagated parameters of earlier backends that all later ones get, in a sequence
     * @param stages of a sequence, one for each backend that is no shadow; none when all are plain
     */
    public record Merging(
            boolean sequential, List<String> propagated, Conflict conflict, List<Stage> stages) {

        public Merging {
            propagated = List.copyOf(propagated);
            stages = List.copyOf(stages);
        }

        public Merging(boolean sequential, List<String> propagated, Conflict conflict) {
            this(sequential, propagated, conflict, List.of());
        }

        /** Whether every backend is asked, once. */
        boolean isPlain() {
            return stages.stream().allMatch(Stage.PLAIN::equals);
        }

        Stage stage(int index) {
            return index < stages.size() ? stages.get(index) : Stage.PLAIN;
        }
    }

    /** What happens when two backends answer the same member. */
    public enum Conflict {
        /** The answer that came last wins. */
        LAST,
        /** The answer that came first wins. */
        FIRST,
        /** Objects are merged member by member, of the rest the last wins; arrays are joined. */
        DEEP,
        /** The backend that comes later in the configuration wins, whenever it answers. */
        ORDERED
    }

    /** Data that is there without a backend. */
    public record Statics(ObjectNode data, When when) {}

    /** On which outcomes static data is added. */
    public enum When {
        ALWAYS,
        SUCCESS,
        ERRORED,
        COMPLETE,
        INCOMPLETE
    }

    /**
     * How the client is answered.
     *
     * @param output the encoding's name
     * @param headers fixed headers of every answer
     * @param completedHeader the header that says whether the data is complete; empty for none
     * @param plainErrors answers 500 whatever failed, unless a backend's status is passed on
     */
    public record Answering(
            String output,
            Duration cacheTtl,
            Map<String, String> headers,
            String completedHeader,
            boolean plainErrors,
            boolean tellsErrors) {

        public Answering {
            headers = Map.copyOf(headers);
        }
    }
}
