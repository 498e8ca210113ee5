package dev.perigee.deployments;

import dev.perigee.deployments.EventsDeclaration.DeclaredTopic;
import dev.perigee.deployments.EventsDeclaration.DeclaredTrigger;
import dev.perigee.deployments.EventsDeclaration.Details;
import dev.perigee.events.OnFailure;
import dev.perigee.events.Retention;
import dev.perigee.events.RetryPolicy;
import dev.perigee.events.Start;
import dev.perigee.events.TopicName;
import dev.perigee.events.TopicSchema;
import dev.perigee.events.TopicSettings;
import dev.perigee.events.TriggerName;
import dev.perigee.events.TriggerSettings;
import dev.perigee.problems.FieldError;
import dev.perigee.schedules.CronTime;
import dev.perigee.schedules.MissedFires;
import dev.perigee.schedules.Schedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A project's topics, triggers and schedules as they are sent, and as {@code
 * config/application.yml} is read. Durations are in milliseconds, sizes in bytes.
 */
public record EventsRequest(
        @Nullable List<TopicRequest> topics,
        @Nullable List<TriggerRequest> triggers,
        @Nullable List<ScheduleRequest> schedules) {

    /** A topic; with nothing but its name it only has to exist. */
    public record TopicRequest(
            @Nullable String name,
            @Nullable Integer partitions,
            @Nullable JsonNode schema,
            @Nullable RetentionRequest retention) {}

    /** How long events are kept. */
    public record RetentionRequest(@Nullable Long ageMs, @Nullable Long bytes) {}

    /** A trigger; a retry has attempts, the first one included. */
    public record TriggerRequest(
            @Nullable String name,
            @Nullable String topic,
            @Nullable String function,
            @Nullable String start,
            @Nullable Integer batchSize,
            @Nullable RetryRequest retry,
            @Nullable String onFailure) {}

    /** How a failing event is repeated. */
    public record RetryRequest(
            @Nullable Integer attempts, @Nullable Long firstDelayMs, @Nullable Long maxDelayMs) {}

    /** A schedule. */
    public record ScheduleRequest(
            @Nullable String name,
            @Nullable String cron,
            @Nullable String zone,
            @Nullable String function,
            @Nullable String missed) {}

    /** What it declares; all that is wrong is added to the errors. */
    public EventsDeclaration declaration(String namespace, List<FieldError> errors) {
        return new EventsDeclaration(
                each("/topics/", topics, errors, topic -> topic(namespace, topic)),
                each("/triggers/", triggers, errors, trigger -> trigger(namespace, trigger)),
                each("/schedules/", schedules, errors, schedule -> schedule(namespace, schedule)));
    }

    private static <R, D> List<D> each(
            String parent,
            @Nullable List<R> requested,
            List<FieldError> errors,
            Function<R, D> declared) {
        var all = new ArrayList<D>();
        if (requested != null) {
            for (var at = 0; at < requested.size(); at++) {
                try {
                    all.add(declared.apply(requested.get(at)));
                } catch (Refused refused) {
                    errors.add(new FieldError(parent + at + refused.field, refused.text()));
                }
            }
        }
        return all;
    }

    private static DeclaredTopic topic(String namespace, TopicRequest topic) {
        var name = name("/name", topic.name(), text -> new TopicName(namespace, text));
        if (topic.partitions() == null && topic.schema() == null && topic.retention() == null) {
            return new DeclaredTopic(name, null);
        }
        var schema = topic.schema() == null ? null : topic.schema().toString();
        if (schema != null) {
            checked("/schema", () -> TopicSchema.parse(schema));
        }
        var partitions = topic.partitions();
        if (partitions != null) {
            checked("/partitions", () -> TopicSettings.of(name).withPartitions(partitions));
        }
        return new DeclaredTopic(name, new Details(partitions, schema, retention(topic)));
    }

    private static Retention retention(TopicRequest topic) {
        var retention = topic.retention();
        if (retention == null) {
            return Retention.FOREVER;
        }
        var age = retention.ageMs() == null ? null : Duration.ofMillis(retention.ageMs());
        return checked("/retention", () -> new Retention(age, retention.bytes()));
    }

    private static DeclaredTrigger trigger(String namespace, TriggerRequest trigger) {
        var name = name("/name", trigger.name(), text -> new TriggerName(namespace, text));
        var topic = name("/topic", trigger.topic(), text -> new TopicName(namespace, text));
        var function = required("/function", trigger.function());
        var settings = TriggerSettings.of(name, topic, function);
        var size = trigger.batchSize();
        if (size != null) {
            var single = settings;
            settings = checked("/batchSize", () -> single.withBatchSize(size));
        }
        settings = settings.withRetry(retry(trigger.retry()));
        if (trigger.onFailure() != null) {
            settings = settings.withOnFailure(onFailure(trigger.onFailure()));
        }
        return new DeclaredTrigger(settings, start(trigger.start()));
    }

    private static RetryPolicy retry(@Nullable RetryRequest retry) {
        var usual = RetryPolicy.DEFAULT;
        if (retry == null) {
            return usual;
        }
        return checked(
                "/retry",
                () ->
                        new RetryPolicy(
                                Objects.requireNonNullElse(retry.attempts(), usual.attempts()),
                                millis(retry.firstDelayMs(), usual.firstDelay()),
                                millis(retry.maxDelayMs(), usual.maxDelay())));
    }

    private static Duration millis(@Nullable Long given, Duration usual) {
        return given == null ? usual : Duration.ofMillis(given);
    }

    private static OnFailure onFailure(String text) {
        return switch (text) {
            case "park" -> OnFailure.PARK;
            case "block" -> OnFailure.BLOCK;
            default ->
                    throw new Refused("/onFailure", "must be park or block, not \"" + text + "\"");
        };
    }

    private static Start start(@Nullable String text) {
        return switch (text) {
            case null -> new Start.Earliest();
            case "earliest" -> new Start.Earliest();
            case "latest" -> new Start.Latest();
            default ->
                    throw new Refused("/start", "must be earliest or latest, not \"" + text + "\"");
        };
    }

    private static Schedule schedule(String namespace, ScheduleRequest schedule) {
        var cron = required("/cron", schedule.cron());
        var zone = schedule.zone() == null ? "UTC" : schedule.zone();
        var function = required("/function", schedule.function());
        checked("/zone", () -> CronTime.zone(zone));
        var when = checked("/cron", () -> CronTime.parse(cron, zone));
        var policy = schedule.missed();
        var missed =
                policy == null
                        ? MissedFires.ONCE
                        : checked("/missed", () -> MissedFires.parse(policy));
        return name(
                "/name",
                schedule.name(),
                text -> new Schedule(namespace, text, function, when, missed));
    }

    private static <T> T name(String field, @Nullable String text, Function<String, T> make) {
        var given = required(field, text);
        return checked(field, () -> make.apply(given));
    }

    private static String required(String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            throw new Refused(field, "is required");
        }
        return text;
    }

    private static <T> T checked(String field, Supplier<T> value) {
        try {
            return value.get();
        } catch (Refused refused) {
            throw refused;
        } catch (RuntimeException wrong) {
            throw new Refused(field, String.valueOf(wrong.getMessage()));
        }
    }

    /** What is wrong with one field. */
    private static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String field;

        Refused(String field, String message) {
            super(message, null, false, false);
            this.field = field;
        }

        String text() {
            var message = String.valueOf(getMessage());
            return message.startsWith("is ") || message.startsWith("must ")
                    ? "The field \"" + field.substring(1) + "\" " + message
                    : message;
        }
    }
}
