package dev.perigee.executor.polyglot;

import dev.perigee.executor.GuestCallException;
import dev.perigee.executor.Limit;
import dev.perigee.executor.Outcome;
import dev.perigee.executor.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.graalvm.polyglot.Value;

/** Turns what a guest returned or settled into the invocation's outcome. */
final class Settlement {

    private static final Result NOTHING = new Result.Nothing();

    private Settlement() {}

    static void nothing(Running running) {
        running.conclude(new Outcome.Returned(NOTHING));
    }

    /** What {@code invoke} returned: a result, nothing, or {@code true} for "told otherwise". */
    static void returned(Running running, Value value) {
        if (value.isString()) {
            value(running, value.asString());
        } else if (value.isNull()) {
            nothing(running);
        }
    }

    /** {@code host.settle(ticket, kind, …)}; true when that has decided the outcome. */
    static boolean settle(Value... arguments) {
        Running running = arguments[0].asHostObject();
        var kind = arguments[1].asString();
        if (kind.equals("size")) {
            return isTooBig(running, arguments[2].asLong());
        }
        switch (kind) {
            case "value" -> value(running, arguments[2].asString());
            case "nothing" -> nothing(running);
            case "rejected" -> rejected(running, arguments[2].asString());
            case "failed" -> running.conclude(Failures.outcome(arguments[2], running));
            case "response" -> response(running, arguments);
            default -> throw new GuestCallException("invalid", "no such outcome: " + kind, null);
        }
        return true;
    }

    /** Refuses a result by its length alone, before the guest spends its other limits on it. */
    private static boolean isTooBig(Running running, long length) {
        long allowed = running.invocation().limits().resultBytes();
        if (length <= allowed) {
            return false;
        }
        running.conclude(tooBig(allowed));
        return true;
    }

    private static void value(Running running, String json) {
        long allowed = running.invocation().limits().resultBytes();
        running.conclude(
                Sizes.exceeds(json, allowed)
                        ? tooBig(allowed)
                        : new Outcome.Returned(new Result.Value(json)));
    }

    private static void rejected(Running running, String json) {
        long allowed = running.invocation().limits().resultBytes();
        running.conclude(
                Sizes.exceeds(json, allowed) ? tooBig(allowed) : new Outcome.Rejected(json));
    }

    private static void response(Running running, Value... arguments) {
        long allowed = running.invocation().limits().resultBytes();
        var given = arguments.length > 4 ? Bytes.of(arguments[4]) : null;
        var body = given == null ? new byte[0] : given;
        if (body.length > allowed) {
            running.conclude(tooBig(allowed));
            return;
        }
        int status = arguments[2].asInt();
        if (status < 100 || status > 599) {
            running.conclude(
                    new Outcome.Failed(
                            "a response's status is from 100 to 599, not " + status, ""));
            return;
        }
        var headers = headers(arguments[3]);
        running.conclude(new Outcome.Returned(new Result.Response(status, headers, body)));
    }

    private static List<Map.Entry<String, String>> headers(Value flat) {
        long size = flat.isNull() || !flat.hasArrayElements() ? 0 : flat.getArraySize();
        var headers = new ArrayList<Map.Entry<String, String>>();
        for (long i = 0; i + 1 < size; i += 2) {
            headers.add(
                    Map.entry(text(flat.getArrayElement(i)), text(flat.getArrayElement(i + 1))));
        }
        return headers;
    }

    private static String text(Value value) {
        return value.isString() ? value.asString() : value.toString();
    }

    private static Outcome tooBig(long allowed) {
        return new Outcome.LimitExceeded(Limit.RESULT_SIZE, Sizes.text(allowed));
    }
}
