package dev.perigee.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perigee.channels.Channels.Publication;
import dev.perigee.channels.Channels.Published;
import dev.perigee.channels.Subscription.Subscriber;
import dev.perigee.events.EventQuery;
import dev.perigee.events.TopicName;
import dev.perigee.events.TopicSettings;
import dev.perigee.events.memory.InMemoryEventLog;
import dev.perigee.executor.Outcome;
import dev.perigee.executor.Result;
import dev.perigee.invocations.Invoker;
import dev.perigee.invocations.Invoker.Completed;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

class ChannelsTests {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Map<String, Outcome> outcomes = new HashMap<>();
    private final List<Invoker.Request> requests = new ArrayList<>();
    private boolean recording = true;
    private Duration taking = Duration.ZERO;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final InMemoryEventLog log = new InMemoryEventLog(Clock.systemUTC());
    private final ChannelsHolder holder = new ChannelsHolder();
    private final Channels channels =
            new SubscribedChannels(
                    holder,
                    new StaticListableBeanFactory(Map.of("invoker", (Invoker) this::invoke))
                            .getBeanProvider(Invoker.class),
                    log);

    private Mono<Completed> invoke(Invoker.Request request) {
        if (recording) {
            requests.add(request);
        }
        var completed =
                Mono.justOrEmpty(outcomes.get(request.function().name()))
                        .map(outcome -> new Completed("i1", outcome, Duration.ZERO));
        return taking.isZero() ? completed : completed.delayElement(taking);
    }

    private void hears(String channel, String function, String answer) {
        subscribe(channel, new Subscriber.Function(function), null);
        outcomes.put(function, new Outcome.Returned(new Result.Value(answer.replace('\'', '"'))));
    }

    private void subscribe(String channel, Subscriber subscriber, @Nullable String predicate) {
        subscriptions.add(
                new Subscription(
                        "default", ChannelPath.parse(channel), subscriber, null, predicate));
        holder.replace(List.copyOf(subscriptions));
    }

    private Published publish(String channel, String context) {
        return publish(channel, context, null);
    }

    private Published publish(String channel, String context, @Nullable Duration deadline) {
        var publication =
                new Publication(
                        "default",
                        ChannelPath.parse(channel),
                        (ArrayNode) JSON.readTree(context.replace('\'', '"')),
                        new Invoker.Caller(
                                "0af7651916cd43dd8448eb211c80319c",
                                "b7ad6b7169203331",
                                2,
                                () -> "{\"identity\":{\"sub\":\"ann\"}}"),
                        deadline);
        return Objects.requireNonNull(channels.publish(publication).block(SOON));
    }

    private List<String> ran() {
        return requests.stream().map(request -> request.function().name()).toList();
    }

    @Test
    void collectsValuesUpToTheRoot() {
        hears("", "root", "{'continue':true,'value':3}");
        hears("a", "quiet", "{'continue':true}");
        hears("a:b", "b", "{'continue':true,'value':{'x':1}}");

        var published = publish("a:b:c", "[{'n':1},2]");

        assertThat(published.values()).hasToString("[{\"x\":1},3]");
        assertThat(published.heard()).isEqualTo(3);
        assertThat(ran()).containsExactly("b", "quiet", "root");
    }

    @Test
    void runsSubscribersAsChildrenOfThePublisher() {
        hears("a", "f", "{'continue':true}");

        publish("a:b", "[{'n':1},2]");

        var request = requests.getFirst();
        assertThat(request.origin()).isEqualTo("channel");
        assertThat(request.argumentsJson()).isEqualTo("{\"context\":[{\"n\":1},2]}");
        assertThat(request.caller().traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(request.caller().parentSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(request.caller().depth()).isEqualTo(2);
        assertThat(request.caller().json().get())
                .isEqualTo("{\"channel\":\"a:b\",\"identity\":{\"sub\":\"ann\"}}");
    }

    @Test
    void givesSubscribersAndPredicatesWhatIsLeftOfThePublicationsTime() {
        subscribe("a", new Subscriber.Function("f"), "p");
        outcomes.put("p", new Outcome.Returned(new Result.Value("{\"value\":true}")));
        outcomes.put("f", new Outcome.Returned(new Result.Value("{\"continue\":true}")));
        hears("", "root", "{'continue':true}");

        taking = Duration.ofMillis(50);
        publish("a", "[]", Duration.ofSeconds(4));

        var times = requests.stream().map(Invoker.Request::deadline).toList();
        assertThat(times).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(times.get(i))
                    .isPositive()
                    .isLessThanOrEqualTo(Duration.ofSeconds(4).minus(taking.multipliedBy(i)));
        }
    }

    @Test
    void stopsWhenOneSaysSo() {
        hears("a:b", "first", "{'continue':true,'value':1}");
        hears("a:b", "last", "{'continue':false,'value':2}");
        hears("a:b", "sibling", "{'continue':true,'value':3}");
        hears("a", "parent", "{'continue':true,'value':4}");

        assertThat(publish("a:b", "[]").values()).hasToString("[1,2]");
        assertThat(ran()).containsExactly("first", "last");
    }

    @Test
    void handsTheChangedContextOn() {
        hears("a:b", "first", "{'continue':true,'context':[{'n':2}]}");
        hears("a", "second", "{'continue':true}");

        var published = publish("a:b", "[{'n':1}]");

        assertThat(requests.get(1).argumentsJson()).isEqualTo("{\"context\":[{\"n\":2}]}");
        assertThat(published.context()).hasToString("[{\"n\":2}]");
    }

    @Test
    void aPredicateSkipsItsSubscriberOnly() {
        outcomes.put("no", new Outcome.Returned(new Result.Value("{\"continue\":false}")));
        outcomes.put(
                "yes",
                new Outcome.Returned(new Result.Value("{\"continue\":false,\"value\":true}")));
        hears("a", "skipped", "{'continue':false,'value':1}");
        subscriptions.clear();
        subscribe("a", new Subscriber.Function("skipped"), "no");
        hears("a", "run", "{'continue':true,'value':2}");
        subscriptions.removeLast();
        subscribe("a", new Subscriber.Function("run"), "yes");
        hears("", "root", "{'continue':true,'value':3}");

        assertThat(publish("a", "[]").values()).hasToString("[2,3]");
        assertThat(ran()).containsExactly("no", "yes", "run", "root");
    }

    @Test
    void namesTheSubscriberThatFails() {
        hears("a", "broken", "{}");
        outcomes.put("broken", new Outcome.Failed("x.lua:3: boom", "trace"));
        hears("", "root", "{'continue':true}");

        assertThatExceptionOfType(SubscriberFailedException.class)
                .isThrownBy(() -> publish("a:b", "[]"))
                .withMessage("the subscriber \"broken\" of the channel \"a\" failed: x.lua:3: boom")
                .satisfies(
                        failure -> {
                            assertThat(failure.reason().code()).isEqualTo("failed");
                            assertThat(failure.dataJson())
                                    .isEqualTo(
                                            "{\"status\":500,\"payload\":\"x.lua:3: boom\","
                                                + "\"invocation\":\"i1\",\"subscriber\":\"broken\","
                                                + "\"channel\":\"a\"}");
                        });
        assertThat(ran()).containsExactly("broken");
    }

    @Test
    void tellsRejectionsAndMissingFunctionsApart() {
        hears("a", "strict", "{}");
        outcomes.put("strict", new Outcome.Rejected("{\"field\":\"name\"}"));
        subscribe("b", new Subscriber.Function("gone"), null);

        assertThatExceptionOfType(SubscriberFailedException.class)
                .isThrownBy(() -> publish("a", "[]"))
                .satisfies(
                        failure ->
                                assertThat(failure.dataJson())
                                        .contains(
                                                "\"status\":400,\"payload\":{\"field\":\"name\"}"));
        assertThatExceptionOfType(SubscriberFailedException.class)
                .isThrownBy(() -> publish("b", "[]"))
                .withMessage("the subscriber \"gone\" of the channel \"b\" does not exist");
    }

    @Test
    void forwardsToATopic() {
        var topic = new TopicName("default", "requests");
        log.define(TopicSettings.of(topic).withPartitions(1)).block(SOON);
        subscribe("a", new Subscriber.Topic("requests"), null);
        subscribe("", new Subscriber.Topic("nowhere"), null);

        assertThatExceptionOfType(SubscriberFailedException.class)
                .isThrownBy(() -> publish("a:b", "[{'n':1}]"))
                .withMessageContaining("\"topic:nowhere\"")
                .satisfies(
                        failure -> assertThat(failure.reason().code()).isEqualTo("unknown_topic"));
        var page = Objects.requireNonNull(log.read(EventQuery.of(topic, 0, 0, 9)).block(SOON));
        assertThat(page.events())
                .singleElement()
                .satisfies(
                        event -> {
                            assertThat(event.key()).isEqualTo("a:b");
                            assertThat(event.payload())
                                    .isEqualTo("{\"channel\":\"a:b\",\"context\":[{\"n\":1}]}");
                            assertThat(event.headers())
                                    .containsEntry(
                                            "traceparent",
                                            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00");
                        });
    }

    /** Each path is new; what a process keeps of them would show in its heap. */
    @Test
    void aMillionPathsLeaveNothingBehind() {
        hears("users", "f", "{'continue':true,'value':1}");
        recording = false;
        publishMany(0, 20_000);
        var before = heap();

        publishMany(20_000, 1_020_000);

        assertThat(heap() - before).isLessThan(4L << 20);
    }

    private void publishMany(int from, int to) {
        var context = JSON.createArrayNode();
        var caller = Invoker.Caller.anonymous();
        for (var at = from; at < to; at++) {
            var path = ChannelPath.parse("users:" + at + ":orders:" + (at * 31L));
            var publication = new Publication("default", path, context, caller, null);
            var published = channels.publish(publication).block();
            if (published == null || published.heard() != 1) {
                throw new IllegalStateException("nothing came of it");
            }
        }
    }

    private static long heap() {
        var memory = ManagementFactory.getMemoryMXBean();
        var least = Long.MAX_VALUE;
        for (var at = 0; at < 4; at++) {
            memory.gc();
            least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
