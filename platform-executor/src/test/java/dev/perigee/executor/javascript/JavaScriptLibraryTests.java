package dev.perigee.executor.javascript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.executor.GuestCallException;
import dev.perigee.executor.GuestServices.Answer;
import dev.perigee.executor.GuestServices.Call;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the {@code *.test.js} files beside this class inside a guest, with the platform's own test
 * library; that failing tests are reported is the subject of {@link JavaScriptTestingTests}.
 */
class JavaScriptLibraryTests {

    private static final Pattern RESULT =
            Pattern.compile("(?m)^(not )?ok \\d+ - (.*)$((?:\\n  .*)*)");

    @TestFactory
    Stream<DynamicContainer> guestLibrary() {
        return Stream.of(
                        "console",
                        "timers",
                        "context",
                        "text",
                        "clone",
                        "crypto",
                        "fetch",
                        "services",
                        "url")
                .map(name -> DynamicContainer.dynamicContainer(name, run(name)));
    }

    private static List<DynamicTest> run(String name) {
        var tests = new ArrayList<DynamicTest>();
        try (var guest = new JavaScriptGuest()) {
            offer(guest);
            guest.eval(
                    "var { test, assert, run } = modules['perigee/test'];"
                            + "var perigee = modules.perigee;");
            guest.eval("(() => {" + JavaScriptGuest.resource(name + ".test.js") + "\n})()");
            var report = guest.await(guest.eval("run()")).getMember("tap").asString();
            var matcher = RESULT.matcher(report);
            while (matcher.find()) {
                var failure = matcher.group(1) == null ? "" : "failed" + matcher.group(3);
                tests.add(
                        DynamicTest.dynamicTest(
                                matcher.group(2), () -> assertThat(failure).isEmpty()));
            }
        }
        assertThat(tests).isNotEmpty();
        return tests;
    }

    /** What the test files use to play the host. */
    private static void offer(JavaScriptGuest guest) {
        var bindings = guest.context.getBindings("js");
        var answers = guest.host.answers;
        ProxyExecutable takeLines = _ -> takeLines(guest);
        ProxyExecutable calls = _ -> takeCalls(guest);
        ProxyExecutable answer =
                args -> {
                    var bytes = args.length > 2 ? FakeHost.bytes(args[2]) : null;
                    var given = new Answer(args[1].asString(), bytes);
                    return answers.put(args[0].asString(), _ -> given) == null;
                };
        ProxyExecutable refuse =
                args -> {
                    var detail = args[3].isNull() ? null : args[3].asString();
                    var failure =
                            new GuestCallException(args[1].asString(), args[2].asString(), detail);
                    Function<Call, Answer> failing =
                            _ -> {
                                throw failure;
                            };
                    return answers.put(args[0].asString(), failing) == null;
                };
        bindings.putMember("takeLines", takeLines);
        bindings.putMember("calls", calls);
        bindings.putMember("answer", answer);
        bindings.putMember("refuse", refuse);
    }

    private static ProxyArray takeCalls(JavaScriptGuest guest) {
        var calls =
                guest.host.calls.stream()
                        .map(
                                call ->
                                        ProxyArray.fromArray(
                                                call.operation(),
                                                call.json(),
                                                call.attachment() == null
                                                        ? null
                                                        : new String(
                                                                call.attachment(),
                                                                StandardCharsets.ISO_8859_1)))
                        .toArray();
        guest.host.calls.clear();
        return ProxyArray.fromArray(calls);
    }

    private static ProxyArray takeLines(JavaScriptGuest guest) {
        var lines = guest.host.lines.toArray();
        guest.host.lines.clear();
        return ProxyArray.fromArray(lines);
    }
}
