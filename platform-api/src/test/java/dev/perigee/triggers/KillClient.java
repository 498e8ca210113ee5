package dev.perigee.triggers;

import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Appends numbered events of one key through whichever server answers. Through the route an event
 * without an answer may or may not be stored and is not repeated; through the management API it is
 * repeated under its idempotency key until it is acknowledged.
 */
final class KillClient implements Runnable {

    private static final int POISONED = 100;

    private final KilledServers servers;
    private final String key;
    private final int events;
    private final boolean once;
    private final List<Integer> acknowledged = new ArrayList<>();
    private final List<Integer> unknown = new ArrayList<>();

    KillClient(KilledServers servers, String key, int events, boolean once) {
        this.servers = servers;
        this.key = key;
        this.events = events;
        this.once = once;
    }

    String key() {
        return key;
    }

    List<Integer> acknowledged() {
        return acknowledged;
    }

    List<Integer> unknown() {
        return unknown;
    }

    static boolean isPoisoned(int n) {
        return n % POISONED == POISONED / 2;
    }

    @Override
    public void run() {
        for (var n = 1; n <= events; n++) {
            if (once) {
                while (!appendOnce(n)) {
                    ServerProcess.pause(50);
                }
                acknowledged.add(n);
            } else {
                (callRoute(n) ? acknowledged : unknown).add(n);
            }
        }
    }

    private ServerProcess any() {
        return ThreadLocalRandom.current().nextBoolean() ? servers.first : servers.second;
    }

    private Map<String, Object> payload(int n) {
        return isPoisoned(n) ? Map.of("n", n, "fail", true) : Map.of("n", n);
    }

    private boolean appendOnce(int n) {
        var event = Map.of("key", key, "payload", payload(n));
        var header = Map.of("Idempotency-Key", key + "-" + n);
        try {
            return any().send("POST", "/api/v1/topics/numbers/events", event, header).statusCode()
                    == 201;
        } catch (UncheckedIOException noAnswer) {
            return false;
        }
    }

    private boolean callRoute(int n) {
        var body = new HashMap<String, Object>(payload(n));
        body.put("key", key);
        while (true) {
            try {
                return any().send("POST", "gateway:/add", body, Map.of()).statusCode() == 200;
            } catch (UncheckedIOException noAnswer) {
                if (!(noAnswer.getCause() instanceof ConnectException)) {
                    return false;
                }
                // Nothing was sent, so nothing is stored: another attempt tells more.
                ServerProcess.pause(20);
            }
        }
    }
}
