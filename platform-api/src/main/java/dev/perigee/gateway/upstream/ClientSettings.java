package dev.perigee.gateway.upstream;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How connections to backends are made and kept; pipelines with equal settings share them.
 *
 * @param connectTimeout the longest time for one attempt to connect
 * @param headTimeout the longest wait between the bytes of an answer; zero for none
 * @param idleTimeout how long an unused connection is kept; zero for no limit
 * @param maxConnections the most open connections per host
 * @param keepAlive false closes each connection after one request
 * @param tls whom to trust
 */
public record ClientSettings(
        Duration connectTimeout,
        Duration headTimeout,
        Duration idleTimeout,
        int maxConnections,
        boolean keepAlive,
        Tls tls) {

    public static final ClientSettings DEFAULT =
            new ClientSettings(
                    Duration.ofSeconds(5),
                    Duration.ZERO,
                    Duration.ofSeconds(60),
                    1_000,
                    true,
                    Tls.DEFAULT);

    /**
     * What TLS connections to backends need.
     *
     * @param insecure trusts everyone
     * @param authorities files of certificates to trust, in PEM
     * @param systemAuthorities whether to trust those of the system as well
     * @param speech what is spoken
     * @param own who the gateway says it is; null for nobody
     */
    public record Tls(
            boolean insecure,
            List<String> authorities,
            boolean systemAuthorities,
            Speech speech,
            @Nullable Own own) {

        public static final Tls DEFAULT = new Tls(false, List.of(), true, Speech.ANY, null);

        public Tls {
            authorities = List.copyOf(authorities);
        }

        /**
         * What is offered, the first choice first; where there is none, what the JVM prefers.
         *
         * @param versions of TLS
         * @param suites of ciphers, by their registered names
         * @param groups for the exchange of keys, by their registered names
         */
        public record Speech(List<String> versions, List<String> suites, List<String> groups) {

            public static final Speech ANY = new Speech(List.of(), List.of(), List.of());

            public Speech {
                versions = List.copyOf(versions);
                suites = List.copyOf(suites);
                groups = List.copyOf(groups);
            }
        }

        /** Files in PEM: a certificate with those that vouch for it, and its key in PKCS #8. */
        public record Own(String certificate, String key) {}
    }
}
