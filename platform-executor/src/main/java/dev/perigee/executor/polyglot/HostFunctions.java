package dev.perigee.executor.polyglot;

import dev.perigee.executor.GuestCallException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.jspecify.annotations.Nullable;

/** What the guest libraries find in {@code host}, as far as it is the same in every language. */
final class HostFunctions {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int MAX_RANDOM = 1 << 20;
    private static final Map<String, String> DIGESTS =
            Map.of(
                    "md5", "MD5",
                    "sha1", "SHA-1",
                    "sha224", "SHA-224",
                    "sha256", "SHA-256",
                    "sha384", "SHA-384",
                    "sha512", "SHA-512");

    private final GuestContext context;
    private final Map<String, Object> members = new HashMap<>();

    HostFunctions(GuestContext context) {
        this.context = context;
        add("settle", Settlement::settle);
        add("log", this::log);
        add("now", _ -> now());
        add("monotonic", _ -> System.nanoTime() / 1e6);
        add("uuid4", _ -> UUID.randomUUID().toString());
        add("random", arguments -> random(arguments[0].asInt()));
        add("hash", arguments -> hash(arguments[0].asString(), Bytes.required(arguments[1])));
        add("hmac", HostFunctions::hmac);
        add("invocation", arguments -> GuestFacts.json(running(arguments, 0)));
        add("callerJson", arguments -> running(arguments, 0).invocation().context().json().get());
        add("files", _ -> GuestFacts.paths(context.image.code()));
        add("file", arguments -> bytes(context.image.file(arguments[0].asString())));
    }

    HostFunctions add(String name, ProxyExecutable function) {
        members.put(name, function);
        return this;
    }

    ProxyObject object() {
        return ProxyObject.fromMap(members);
    }

    /** The invocation whose ticket was passed on, else the one that runs. */
    private Running running(Value[] arguments, int index) {
        if (arguments.length > index && arguments[index].isHostObject()) {
            return arguments[index].asHostObject();
        }
        return context.current();
    }

    private @Nullable Object log(Value... arguments) {
        var running = running(arguments, 2);
        if (!running.isDone() && !running.log().isCut()) {
            running.log().write(arguments[0].asString(), arguments[1].asString());
        }
        return null;
    }

    private static Object now() {
        var now = java.time.Instant.now();
        return now.getEpochSecond() * 1e3 + now.getNano() / 1e6;
    }

    static @Nullable Object bytes(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }

    private static Object random(int count) {
        if (count < 0 || count > MAX_RANDOM) {
            throw new GuestCallException(
                    "invalid", "random takes from 0 to " + MAX_RANDOM + " bytes", null);
        }
        var bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private static Object hash(String algorithm, byte[] data) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance(digest(algorithm)).digest(data));
        } catch (GeneralSecurityException absent) {
            throw unknown(algorithm);
        }
    }

    private static Object hmac(Value... arguments) {
        var algorithm = arguments[0].asString();
        var key = Bytes.required(arguments[1]);
        var data = Bytes.required(arguments[2]);
        try {
            var name = "Hmac" + digest(algorithm).replace("-", "");
            var mac = Mac.getInstance(name);
            // An empty key is allowed in HMAC and equals a zero byte.
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, name));
            return ByteBuffer.wrap(mac.doFinal(data));
        } catch (GeneralSecurityException absent) {
            throw unknown(algorithm);
        }
    }

    private static String digest(String algorithm) {
        var name = DIGESTS.get(algorithm.toLowerCase(Locale.ROOT).replace("-", ""));
        if (name == null) {
            throw unknown(algorithm);
        }
        return name;
    }

    private static GuestCallException unknown(String algorithm) {
        return new GuestCallException(
                "invalid",
                "unknown algorithm \""
                        + algorithm
                        + "\"; there are md5, sha1, sha224, sha256,"
                        + " sha384 and sha512",
                null);
    }
}
