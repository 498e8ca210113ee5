package dev.perigee.schedules;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.springframework.scheduling.support.CronExpression;

/**
 * When a schedule fires: a cron expression of five fields, of six with seconds first, or a macro
 * such as {@code @daily}, in a time zone. A local time that a change of clocks leaves out does not
 * fire on that day.
 */
public record CronTime(String expression, ZoneId zone) {

    private static final List<String> FIELDS =
            List.of("second", "minute", "hour", "day of the month", "month", "day of the week");

    /**
     * Checks and makes one.
     *
     * @throws IllegalArgumentException with a sentence that says what is wrong, also when it would
     *     never fire
     */
    public static CronTime parse(String expression, String zone) {
        var time = new CronTime(expression.strip(), zone(zone));
        if (time.after(Instant.now()).isEmpty()) {
            throw new IllegalArgumentException(
                    "the cron expression \"" + expression + "\" never fires");
        }
        return time;
    }

    /**
     * The time zone of that name.
     *
     * @throws IllegalArgumentException with a sentence that says what is wrong
     */
    public static ZoneId zone(String zone) {
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException unknown) {
            throw new IllegalArgumentException(
                    "there is no time zone \"" + zone + "\"; use one such as Europe/Berlin or UTC",
                    unknown);
        }
    }

    /** The first fire after that time; empty when there is none. */
    public Optional<Instant> after(Instant time) {
        return Optional.ofNullable(parsed().next(time.atZone(zone))).map(next -> next.toInstant());
    }

    private CronExpression parsed() {
        var fields = expression.split("\\s+", -1).length;
        var full =
                expression.startsWith("@") || fields == FIELDS.size()
                        ? expression
                        : "0 " + expression;
        try {
            return CronExpression.parse(full);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "\"%s\" is no cron expression: %s".formatted(expression, fault(full)), wrong);
        }
    }

    /** Says which field is wrong, by trying each among others that are right. */
    private static String fault(String expression) {
        if (expression.startsWith("@")) {
            return "known are @hourly, @daily, @weekly, @monthly and @yearly";
        }
        var fields = expression.strip().split("\\s+", -1);
        for (var n = 0; fields.length == FIELDS.size() && n < fields.length; n++) {
            var only = new ArrayList<>(Collections.nCopies(FIELDS.size(), "*"));
            only.set(n, fields[n]);
            if (!CronExpression.isValidExpression(String.join(" ", only))) {
                return "\"%s\" is no %s".formatted(fields[n], FIELDS.get(n));
            }
        }
        return "it has five fields (minute, hour, day of month, month, day of week), or six with"
                + " seconds first";
    }
}
