package dev.perigee.gateway.upstream;

/** How a request's host is chosen among several. */
public enum Balancing {
    ROUND_ROBIN,
    RANDOM,
    LEAST_IN_FLIGHT;

    /** The choice of Lura, which takes turns only where there is nothing to contend for. */
    public static Balancing ofProcessors() {
        return Runtime.getRuntime().availableProcessors() == 1 ? ROUND_ROBIN : RANDOM;
    }
}
