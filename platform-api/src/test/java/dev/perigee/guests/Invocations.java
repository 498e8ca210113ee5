package dev.perigee.guests;

import dev.perigee.executor.FunctionCode;
import dev.perigee.executor.FunctionId;
import dev.perigee.executor.GuestServices;
import dev.perigee.executor.Invocation;
import dev.perigee.executor.InvocationLog;
import dev.perigee.executor.Limits;
import java.time.Duration;
import java.util.Map;

/** Invocations that tests call services from. */
final class Invocations {

    private Invocations() {}

    static Invocation atDepth(int depth) {
        var code =
                new FunctionCode(
                        new FunctionId("shop", "orders/create"),
                        "hash",
                        1,
                        "lua",
                        "app/create.lua",
                        Map.of("app/create.lua", new byte[0]));
        var context =
                new Invocation.CallerContext(
                        "0af7651916cd43dd8448eb211c80319c",
                        "b7ad6b7169203331",
                        depth,
                        () -> "{\"identity\":{\"sub\":\"ann\"}}");
        return new Invocation(
                "i1",
                code,
                "{}",
                Map.of(),
                context,
                Limits.DEFAULT.withDeadline(Duration.ofSeconds(2)),
                GuestServices.NONE,
                InvocationLog.NONE);
    }
}
