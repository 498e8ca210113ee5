package dev.perigee.executor.javascript;

import dev.perigee.executor.GuestCallException;
import dev.perigee.executor.GuestServices.Answer;
import dev.perigee.executor.GuestServices.Call;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.jspecify.annotations.Nullable;

/**
 * The native object of a JavaScript guest, with a clock that moves only when everything waits, so
 * that tests of timers are exact and take no time.
 */
final class FakeHost {

    private record Due(long at, long order, Runnable action) {}

    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
    private final Value promises;
    private final Value arrays;
    private final SecureRandom random = new SecureRandom();
    private long now = 1_700_000_000_000L;
    private long order;

    final List<String> lines = new ArrayList<>();
    final List<Call> calls = new ArrayList<>();
    final Map<String, Function<Call, Answer>> answers = new HashMap<>();
    String invocation =
            """
            {"request_id":"r1","function_name":"orders/create","function_version":"7","memory_limit_in_mb":512,
             "deadline_ms":1700000005000,"trace_id":"t1","span_id":"s1","env":{"MODE":"test"}}\
            """;
    String caller =
            """
            {"identity":{"sub":"ann"},"client_context":{"app":"x"},
             "request":{"method":"GET","path":"/orders"}}\
            """;
    int invocationReads;
    Value @Nullable [] settled;

    FakeHost(Context context) {
        arrays = context.eval("js", "(buffer) => new Uint8Array(new ArrayBuffer(buffer))");
        promises =
                context.eval(
                        "js",
                        "() => { let a, b; const promise = new Promise((c, d) => { a = c; b = d;"
                                + " }); return [promise, a, b]; }");
    }

    ProxyObject asProxy() {
        Map<String, Object> members = new HashMap<>();
        members.put("call", (ProxyExecutable) this::call);
        members.put("log", (ProxyExecutable) this::log);
        members.put("now", (ProxyExecutable) _ -> now);
        members.put("monotonic", (ProxyExecutable) _ -> (double) (now - 1_699_999_990_000L));
        members.put("sleep", (ProxyExecutable) args -> sleep(args[0].asLong()));
        members.put("uuid4", (ProxyExecutable) _ -> UUID.randomUUID().toString());
        members.put("random", (ProxyExecutable) args -> random(args[0].asInt()));
        members.put("hash", (ProxyExecutable) args -> hash(args[0].asString(), args[1]));
        members.put("hmac", (ProxyExecutable) this::hmac);
        members.put("invocation", (ProxyExecutable) _ -> invocationJson());
        members.put("callerJson", (ProxyExecutable) _ -> caller);
        members.put("settle", (ProxyExecutable) this::settle);
        return ProxyObject.fromMap(members);
    }

    /** Lets time pass until nothing is due any more. */
    void runUntilIdle() {
        while (!due.isEmpty()) {
            var next = due.remove();
            now = Math.max(now, next.at());
            next.action().run();
        }
    }

    private String invocationJson() {
        invocationReads++;
        return invocation;
    }

    private Object log(Value... args) {
        var ticket = args.length > 2 && args[2].isString() ? args[2].asString() + " " : "";
        for (var line : args[1].asString().split("\r?\n", -1)) {
            lines.add(ticket + args[0].asString() + " " + line);
        }
        return null;
    }

    private Object sleep(long ms) {
        var promise = promises.execute();
        later(now + ms, () -> promise.getArrayElement(1).executeVoid());
        return promise.getArrayElement(0);
    }

    private void later(long at, Runnable action) {
        due.add(new Due(at, order++, action));
    }

    private Object call(Value... args) {
        var attachment = args.length > 2 && !args[2].isNull() ? bytes(args[2]) : null;
        var call = new Call(args[0].asString(), args[1].asString(), attachment);
        calls.add(call);
        var promise = promises.execute();
        later(now, () -> answer(call, promise));
        return promise.getArrayElement(0);
    }

    private void answer(Call call, Value promise) {
        var answer = answers.get(call.operation());
        try {
            if (answer == null) {
                throw new GuestCallException("not_available", call.operation() + " is off", null);
            }
            var given = answer.apply(call);
            var members = new HashMap<String, Object>();
            members.put("json", given.json());
            members.put(
                    "attachment",
                    given.attachment() == null ? null : uint8Array(given.attachment()));
            promise.getArrayElement(1).executeVoid(ProxyObject.fromMap(members));
        } catch (GuestCallException failure) {
            var error = new HashMap<String, Object>();
            error.put("code", failure.code());
            error.put("message", failure.getMessage());
            error.put("detail", failure.dataJson());
            promise.getArrayElement(2).executeVoid(ProxyObject.fromMap(error));
        }
    }

    private Value random(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return uint8Array(bytes);
    }

    private Value hash(String algorithm, Value value) {
        try {
            var name = algorithm.replace("sha", "SHA-");
            return uint8Array(MessageDigest.getInstance(name).digest(bytes(value)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Object hmac(Value... args) {
        try {
            var name = "Hmac" + args[0].asString().toUpperCase(Locale.ROOT);
            var mac = Mac.getInstance(name);
            var key = bytes(args[1]);
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, name));
            return uint8Array(mac.doFinal(bytes(args[2])));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Value uint8Array(byte[] bytes) {
        return arrays.execute(ByteBuffer.wrap(bytes));
    }

    static byte[] bytes(Value value) {
        if (value.isString()) {
            return value.asString().getBytes(StandardCharsets.UTF_8);
        }
        var bytes = new byte[Math.toIntExact(value.getArraySize())];
        for (var i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) value.getArrayElement(i).asInt();
        }
        return bytes;
    }

    private Object settle(Value... args) {
        settled = args;
        return null;
    }
}
