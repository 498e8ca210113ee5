package dev.perigee.executor.lua;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;

/**
 * A Lua context with the guest library in it. The host is a Lua table of {@code host.lua} beside
 * this class's tests, so that scripts can play it; only what Lua cannot do itself is Java.
 */
final class LuaGuest implements AutoCloseable {

    private static final Engine ENGINE = Engine.newBuilder("lua").build();

    final Context context;

    LuaGuest() {
        context =
                Context.newBuilder("lua")
                        .engine(ENGINE)
                        .allowHostAccess(
                                HostAccess.newBuilder(HostAccess.CONSTRAINED)
                                        .allowBufferAccess(true)
                                        .build())
                        .build();
        Map<String, Object> members = new HashMap<>();
        members.put("uuid4", (ProxyExecutable) _ -> UUID.randomUUID().toString());
        members.put("random", (ProxyExecutable) args -> random(args[0].asInt()));
        members.put("hash", (ProxyExecutable) LuaGuest::hash);
        members.put("hmac", (ProxyExecutable) LuaGuest::hmac);
        ProxyExecutable load = args -> library(args[0].asString());
        eval("host", resource("host.lua")).execute(ProxyObject.fromMap(members), load);
    }

    private Value library(String name) {
        return context.eval(
                Source.newBuilder("lua", resource(name + ".lua"), "perigee:" + name + ".lua")
                        .internal(true)
                        .buildLiteral());
    }

    static String resource(String name) {
        try (var stream = LuaGuest.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalArgumentException("no resource " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Value eval(String name, String code) {
        return context.eval(Source.newBuilder("lua", code, name).buildLiteral());
    }

    /** Runs a handler; tells what it came to as a list of its parts. */
    List<String> run(String handler, String json) {
        var result =
                eval("run", "return function(code, json) return run(code, json) end")
                        .execute(handler, json);
        return List.of(result.asString().split("\u001f", -1));
    }

    private static ByteBuffer random(int count) {
        var bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private static Object hash(Value... args) {
        try {
            var name = args[0].asString().replace("sha", "SHA-");
            return ByteBuffer.wrap(MessageDigest.getInstance(name).digest(bytes(args[1])));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Object hmac(Value... args) {
        try {
            var name = "Hmac" + args[0].asString().toUpperCase(Locale.ROOT);
            var mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(bytes(args[1]), name));
            return ByteBuffer.wrap(mac.doFinal(bytes(args[2])));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static byte[] bytes(Value value) {
        var bytes = new byte[Math.toIntExact(value.getBufferSize())];
        value.readBuffer(0, bytes, 0, bytes.length);
        return bytes;
    }

    @Override
    public void close() {
        context.close(true);
    }
}
