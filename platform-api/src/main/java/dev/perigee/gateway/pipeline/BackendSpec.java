package dev.perigee.gateway.pipeline;

import dev.perigee.gateway.resilience.Protection;
import dev.perigee.gateway.shaping.Shape;
import dev.perigee.gateway.upstream.Balancing;
import dev.perigee.gateway.upstream.ClientSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A backend as configured.
 *
 * @param request what it is asked
 * @param reading what is made of its answer
 * @param timeout for this backend alone; null for the pipeline's
 * @param concurrent how many identical calls race
 * @param shadow the time that a call whose answer nobody waits for may take; null for a real one
 * @param plugins configurations of further steps by their names, outermost first
 * @param protection against trouble of the servers
 */
public record BackendSpec(
        Target target,
        Asking request,
        Reading reading,
        @Nullable Duration timeout,
        int concurrent,
        @Nullable Duration shadow,
        @Nullable GraphQlSpec graphQl,
        Map<String, JsonNode> plugins,
        Protection protection) {

    /** Who is asked. */
    public sealed interface Target {

        /**
         * HTTP servers.
         *
         * @param addresses each with scheme and port, or the names of services
         * @param discovery null when the addresses are servers
         */
        record Servers(
                List<String> addresses,
                @Nullable Discovery discovery,
                Balancing balancing,
                ClientSettings client)
                implements Target {

            public Servers {
                addresses = List.copyOf(addresses);
            }
        }

        /** A function. */
        record Function(String namespace, String name) implements Target {}

        /** Nobody: the data is in the configuration. */
        record Static(ObjectNode data) implements Target {}
    }

    /** Addresses are names of services in DNS, whose servers answer this scheme. */
    public record Discovery(String scheme, Duration timeToLive) {}

    /**
     * The request.
     *
     * @param pattern path and query with parameters in braces
     */
    public record Asking(
            String method,
            String pattern,
            Selection headers,
            Selection query,
            boolean resendsBody) {}

    /**
     * The answer.
     *
     * @param encoding the name of the decoder
     * @param collection whether an array comes
     */
    public record Reading(
            String encoding, boolean collection, StatusRule status, PassOn passOn, Shape shape) {}

    /** Which statuses are answers. */
    public enum Accepted {
        /** 200 and 201. */
        OK,
        /** Everything from 200 to 299. */
        SUCCESS,
        /** Every status. */
        ANY
    }

    /**
     * What becomes of a status.
     *
     * @param details a name, to get other statuses as data; empty for a failure
     * @param returned passes other statuses on to the client
     */
    public record StatusRule(Accepted accepted, String details, boolean returned) {

        boolean accepts(int status) {
            return switch (accepted) {
                case OK -> status == 200 || status == 201;
                case SUCCESS -> status >= 200 && status < 300;
                case ANY -> true;
            };
        }
    }

    /** What besides data reaches the client when this is the only backend. */
    public record PassOn(boolean status, Selection headers) {

        public static final PassOn NOTHING = new PassOn(false, Selection.of());
    }

    /**
     * A GraphQL operation that a request is turned into.
     *
     * @param mutation whether the client's body overrides the variables; else parameters fill them
     */
    public record GraphQlSpec(
            boolean mutation,
            boolean overGet,
            String query,
            String operationName,
            ObjectNode variables) {}
}
