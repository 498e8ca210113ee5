package dev.perigee.gateway.upstream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The hosts behind a service name. Looked up when first needed and again when what is known is
 * older than the time to live, by one request while the others go on with what is known; a look-up
 * that fails changes nothing.
 */
public final class ServiceHosts implements Hosts {

    private static final int MOST_WEIGHT = 100;

    private final ServiceNames names;
    private final String name;
    private final String scheme;
    private final Duration timeToLive;
    private final AtomicReference<@Nullable Mono<List<String>>> lookUp = new AtomicReference<>();
    private volatile @Nullable Known known;

    public ServiceHosts(ServiceNames names, String name, String scheme, Duration timeToLive) {
        this.names = names;
        this.name = name;
        this.scheme = scheme;
        this.timeToLive = timeToLive.toMillis() < 1_000 ? Duration.ofSeconds(1) : timeToLive;
    }

    /** How long an answer counts. */
    Duration timeToLive() {
        return timeToLive;
    }

    private record Known(List<String> hosts, Mono<List<String>> answer, long at) {}

    @Override
    public Mono<List<String>> now() {
        var current = known;
        if (current == null) {
            return refresh();
        }
        if (System.nanoTime() - current.at() > timeToLive.toNanos() && lookUp.get() == null) {
            refresh().onErrorComplete().subscribe();
        }
        return current.answer();
    }

    private Mono<List<String>> refresh() {
        var mine =
                names.find(name)
                        .map(servers -> hosts(servers, scheme))
                        .doOnNext(this::remember)
                        .doFinally(_ -> lookUp.set(null))
                        .onErrorMap(
                                failure ->
                                        UpstreamException.overloaded(
                                                "the service name "
                                                        + name
                                                        + " was not found: "
                                                        + failure.getMessage()))
                        .cache();
        var running = lookUp.compareAndExchange(null, mine);
        return running == null ? mine : running;
    }

    private void remember(List<String> hosts) {
        known = new Known(hosts, Mono.just(hosts), System.nanoTime());
    }

    /** Only the lowest priority; each as often as its share says, in the smallest numbers. */
    static List<String> hosts(List<ServiceNames.Server> servers, String scheme) {
        var lowest = servers.stream().mapToInt(ServiceNames.Server::priority).min().orElse(0);
        var usable = servers.stream().filter(server -> server.priority() == lowest).toList();
        var shares = shares(usable.stream().mapToInt(ServiceNames.Server::weight).toArray());
        var hosts = new ArrayList<String>();
        for (int i = 0; i < usable.size(); i++) {
            var server = usable.get(i);
            var host = scheme + "://" + server.host() + ":" + server.port();
            for (int n = 0; n < shares[i]; n++) {
                hosts.add(host);
            }
        }
        return List.copyOf(hosts);
    }

    private static int[] shares(int[] weights) {
        var total = 0L;
        for (var weight : weights) {
            total += weight;
        }
        var shares = new int[weights.length];
        var divisor = 0;
        for (int i = 0; i < weights.length; i++) {
            shares[i] =
                    total <= MOST_WEIGHT
                            ? weights[i]
                            : (int) ((long) weights[i] * MOST_WEIGHT / total);
            divisor = greatestCommonDivisor(divisor, shares[i]);
        }
        for (int i = 0; i < shares.length; i++) {
            shares[i] = divisor == 0 ? 1 : shares[i] / divisor;
        }
        return shares;
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
