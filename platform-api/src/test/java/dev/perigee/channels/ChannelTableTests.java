package dev.perigee.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.perigee.channels.Subscription.Subscriber;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelTableTests {

    private static Subscription on(String channel, String function) {
        return on(channel, function, null);
    }

    private static Subscription on(String channel, String function, @Nullable Integer place) {
        return new Subscription(
                "default",
                ChannelPath.parse(channel),
                new Subscriber.Function(function),
                place,
                null);
    }

    private static List<String> heard(String channel, Subscription... subscriptions) {
        return ChannelTable.of(Arrays.asList(subscriptions))
                .subscribers("default", ChannelPath.parse(channel))
                .stream()
                .map(each -> each.subscriber().toString())
                .toList();
    }

    @Test
    void bubblesToTheParentsAndTheRoot() {
        assertThat(heard("a:b:c", on("", "root"), on("a", "a"), on("a:b:c", "c"), on("a:b", "b")))
                .containsExactly("c", "b", "a", "root");
        assertThat(heard("", on("", "root"), on("a", "a"))).containsExactly("root");
    }

    @Test
    void bubblesFromAChannelThatNobodySubscribedTo() {
        assertThat(heard("a:x:y:z", on("", "root"), on("a", "a"), on("a:b", "b")))
                .containsExactly("a", "root");
        assertThat(heard("nowhere", on("a", "a"))).isEmpty();
    }

    @Test
    void hearsNothingOfOtherNamespacesOrSiblings() {
        var table = ChannelTable.of(List.of(on("a", "a")));

        assertThat(table.subscribers("other", ChannelPath.parse("a"))).isEmpty();
        assertThat(heard("a:b", on("a:c", "c"), on("ab", "ab"))).isEmpty();
    }

    @Test
    void putsEachAtItsPlace() {
        assertThat(heard("a", on("a", "x"), on("a", "y"), on("a", "first", 0)))
                .containsExactly("first", "x", "y");
        assertThat(heard("a", on("a", "second", 1), on("a", "x"), on("a", "y")))
                .containsExactly("x", "second", "y");
        assertThat(heard("a", on("a", "p", 0), on("a", "x"), on("a", "q", 0), on("a", "r", 1)))
                .containsExactly("p", "r", "q", "x");
        assertThat(heard("a", on("a", "far", 99), on("a", "x"))).containsExactly("x", "far");
    }

    @Test
    void ordersEachChannelByItself() {
        assertThat(heard("a:b", on("a", "parent", 0), on("a:b", "own", 5)))
                .containsExactly("own", "parent");
    }

    @ParameterizedTest
    @ValueSource(strings = {":", "a:", ":a", "a::b", "a: :b", "a:\u0007"})
    void refusesWhatIsNoPath(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ChannelPath.parse(text));
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThat(ChannelPath.parse("a:".repeat(63) + "a").segments()).hasSize(64);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChannelPath.parse("a:".repeat(64) + "a"))
                .withMessageContaining("at most 64 segments");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChannelPath.parse("a".repeat(1_001)))
                .withMessageContaining("at most 1000 characters");
        assertThatIllegalArgumentException().isThrownBy(() -> new ChannelPath(List.of("a:b")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> on("a", "f", -1))
                .withMessage("a priority is 0 or more, not -1");
    }
}
