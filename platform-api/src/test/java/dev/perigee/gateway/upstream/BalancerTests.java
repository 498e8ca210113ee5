package dev.perigee.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

class BalancerTests {

    private static final List<String> HOSTS = List.of("a", "b", "c");

    private static Balancer balancer(Balancing balancing) {
        return new Balancer(Hosts.fixed(HOSTS), balancing);
    }

    private static List<String> calls(Balancer balancer, int count) {
        var called = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            balancer.call(Mono::just).subscribe(called::add);
        }
        return called;
    }

    @Test
    void takesTurns() {
        assertThat(calls(balancer(Balancing.ROUND_ROBIN), 7))
                .containsExactly("a", "b", "c", "a", "b", "c", "a");
    }

    @Test
    void takesAnyByChance() {
        var counts = new TreeMap<String, Integer>();
        calls(balancer(Balancing.RANDOM), 3_000)
                .forEach(host -> counts.merge(host, 1, Integer::sum));

        assertThat(counts.keySet()).containsExactlyElementsOf(HOSTS);
        // Less than this comes once in more runs than there will ever be.
        assertThat(counts.values()).allMatch(count -> count > 700);
    }

    @Test
    void takesWhoeverHasLeastToDo() {
        var balancer = balancer(Balancing.LEAST_IN_FLIGHT);
        var called = new ArrayList<String>();
        var running = new ArrayList<Disposable>();
        for (int i = 0; i < 6; i++) {
            running.add(
                    balancer.call(host -> Mono.<String>never().doOnSubscribe(_ -> called.add(host)))
                            .subscribe());
        }

        assertThat(called).containsExactlyInAnyOrder("a", "a", "b", "b", "c", "c");

        var freed = called.get(4);
        running.get(4).dispose();

        assertThat(calls(balancer, 5)).containsOnly(freed);
    }

    @Test
    void aCallThatFailedIsUnderWayNoMore() {
        var balancer = balancer(Balancing.LEAST_IN_FLIGHT);
        for (int i = 0; i < 9; i++) {
            balancer.call(_ -> Mono.error(new IllegalStateException()))
                    .onErrorComplete()
                    .subscribe();
        }

        assertThat(calls(balancer, 3)).containsExactlyInAnyOrderElementsOf(HOSTS);
    }

    @Test
    void saysWhenThereIsNobody() {
        var nobody = new Balancer(Hosts.fixed(List.of()), Balancing.RANDOM);

        assertThatThrownBy(() -> nobody.call(Mono::just).block())
                .isInstanceOf(UpstreamException.class)
                .hasMessage("no hosts available");
    }
}
