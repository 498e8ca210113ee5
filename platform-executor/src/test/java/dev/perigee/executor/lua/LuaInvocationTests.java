package dev.perigee.executor.lua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LuaInvocationTests {

    private final LuaGuest guest = new LuaGuest();

    @AfterEach
    void close() {
        guest.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "args.a + args.b | 3",
                "{ sum = args.a / 2 } | {\"sum\":0.5}",
                "args.b / 2 | 1",
                "{} | {}",
                "require('json').array{} | []",
                "{ args.list, require('json').null } | [[1,2],null]",
                "'é' | \"é\"",
                "false | false"
            })
    void givesTheResultAsJson(String expression, String json) {
        var handler = "return function(args, ctx) return " + expression + " end";

        assertThat(guest.run(handler, "{\"a\":1,\"b\":2,\"list\":[1,2]}"))
                .containsExactly("value", json);
    }

    @Test
    void givesNothingForNil() {
        assertThat(guest.run("return function() end", "{}")).containsExactly("nothing");
        assertThat(guest.run("return function() return nil end", "{}")).containsExactly("nothing");
    }

    @Test
    void rejectsWithTheSecondValue() {
        assertThat(guest.run("return function() return nil, { field = 'name' } end", "{}"))
                .containsExactly("rejected", "{\"field\":\"name\"}");
        assertThat(guest.run("return function() return 1, 'no' end", "{}"))
                .containsExactly("rejected", "\"no\"");
        assertThat(guest.run("return function() return nil, false end", "{}"))
                .containsExactly("rejected", "false");
    }

    @Test
    void failsWithWhatTheHandlerRaised() {
        assertThatThrownBy(() -> guest.run("return function() error('boom') end", "{}"))
                .hasMessageContaining("handler:1: boom");
        assertThatThrownBy(() -> guest.run("return function() return 0 / 0 end", "{}"))
                .hasMessageContaining("number");
        assertThatThrownBy(() -> guest.run("return function() return print end", "{}"))
                .hasMessageContaining("function");
    }

    @Test
    void givesTheContextOfItsInvocation() {
        var handler =
                """
                return function(args, ctx)
                  return table.concat({ ctx.request_id, ctx.aws_request_id, ctx.function_name, ctx.function_version,
                    ctx.memory_limit_in_mb, ctx.deadline_ms, ctx.get_remaining_time_in_millis(), ctx.env.MODE,
                    ctx.identity.sub, tostring(ctx.client_context), ctx.request.path, ctx.trace_id, ctx.span_id,
                    tostring(ctx.unknown), #calls }, " ")
                end\
                """;

        assertThat(guest.run(handler, "{}"))
                .containsExactly(
                        "value",
                        "\"r1 r1 orders/create 7 512 1700000005000 4999 test ann nil /orders t1 s1"
                                + " nil 1\"");
    }

    @Test
    void readsNothingOfTheContextUnlessAsked() {
        assertThat(guest.run("return function(args, ctx) return #calls end", "{}"))
                .containsExactly("value", "0");
    }

    @Test
    void logsToItsOwnInvocation() {
        var handler =
                """
                return function(args, ctx)
                  ctx.log.warn("low", { left = 1, "x" })
                  ctx.log:debug("method")
                  ctx.log("plain")
                  print("a", nil, 1.0, true)
                  return table.concat(lines, "|")
                end\
                """;

        assertThat(guest.run(handler, "{}"))
                .containsExactly(
                        "value",
                        "\"i1 warn low {\\\"x\\\", left = 1}|i1 debug method|i1 info plain|info"
                                + " a\\tnil\\t1.0\\ttrue\"");
    }

    @Test
    void answersWithARawResponse() {
        var handler =
                """
                return function()
                  return require("http").response { status = 201, headers = { ["X-A"] = { "1", "2" } }, body = { ok = true } }
                end\
                """;

        assertThat(guest.run(handler, "{}"))
                .containsExactly(
                        "response",
                        "201",
                        "X-A,1,X-A,2,Content-Type,application/json",
                        "{\"ok\":true}");
    }

    @Test
    void answersWithoutABody() {
        assertThat(
                        guest.run(
                                "return function() return require('http').response { status = 204 }"
                                        + " end",
                                "{}"))
                .containsExactly("response", "204", "");
    }

    @Test
    void hidesTheHost() {
        assertThat(
                        guest.run(
                                "return function(_, ctx) for k in pairs(ctx) do return k end return"
                                        + " rawget(_G, 'host') == nil end",
                                "{}"))
                .containsExactly("value", "true");
    }
}
