package dev.perigee.events.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.events.Appended;
import dev.perigee.events.TopicName;
import dev.perigee.events.postgres.AppendRequest.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class LoneAppendTests {

    private final List<AppendRequest> onward = new ArrayList<>();
    private final LoneAppend lone = new LoneAppend(onward::add);

    @Test
    void keepsNobodyWhileThereIsNone() {
        assertThat(lone.keeps(request(1))).isFalse();
        assertThat(lone.left(List.of(request(1)))).isFalse();
    }

    @Test
    void keepsThoseBehindThatShareAPartitionUntilItLeft() {
        var first = request(1);
        var second = request(1, 2);
        var third = request(1);
        lone.enter(first);

        assertThat(lone.keeps(second)).isTrue();
        assertThat(lone.keeps(request(2))).isFalse();
        assertThat(lone.keeps(third)).isTrue();
        assertThat(lone.left(List.of(request(1)))).isFalse();
        assertThat(onward).isEmpty();

        assertThat(lone.left(List.of(request(2), first))).isTrue();
        assertThat(onward).containsExactly(second, third);
        assertThat(lone.keeps(request(1))).isFalse();
    }

    @Test
    void leavesWithoutFollowers() {
        var first = request(1);
        lone.enter(first);

        assertThat(lone.left(List.of(first))).isFalse();
        assertThat(lone.keeps(request(1))).isFalse();
    }

    @Test
    void theNextOneHasFollowersOfItsOwn() {
        var first = request(1);
        var second = request(3);
        lone.enter(first);
        lone.left(List.of(first));
        lone.enter(second);

        assertThat(lone.keeps(request(1))).isFalse();
        assertThat(lone.left(List.of(first))).isFalse();
        assertThat(lone.keeps(request(3))).isTrue();
        assertThat(lone.left(List.of(second))).isTrue();
        assertThat(onward).hasSize(1);
    }

    private static AppendRequest request(int... partitions) {
        var topic = new TopicName("shop", "orders");
        var slots =
                IntStream.of(partitions)
                        .mapToObj(partition -> new Slot(1, partition))
                        .collect(Collectors.toUnmodifiableSet());
        var made = new AtomicReference<AppendRequest>();
        Mono.<List<Appended>>create(
                        caller ->
                                made.set(new AppendRequest(1, topic, List.of(), slots, 0, caller)))
                .subscribe();
        return Objects.requireNonNull(made.get());
    }
}
