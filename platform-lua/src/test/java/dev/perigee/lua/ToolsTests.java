package dev.perigee.lua;

import static org.assertj.core.api.Assertions.assertThat;

import com.oracle.truffle.api.debug.Breakpoint;
import com.oracle.truffle.api.debug.Debugger;
import com.oracle.truffle.api.debug.SuspendedEvent;
import com.oracle.truffle.api.instrumentation.SourceSectionFilter;
import com.oracle.truffle.api.instrumentation.StandardTags.StatementTag;
import com.oracle.truffle.tools.profiler.CPUSampler;
import com.oracle.truffle.tools.profiler.CPUTracer;
import com.oracle.truffle.tools.profiler.ProfilerNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.Source;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** GraalVM's tools work on Lua unchanged. */
@Timeout(60)
class ToolsTests {

    private static final String PROGRAM =
            """
            local factor = 3
            local function scale(x)
              local y = x * factor
              return y
            end
            local sum = 0
            for i = 1, 2 do
              sum = sum + scale(i)
            end
            if sum < 0 then
              print("never")
            end
            return sum
            """;

    private static Source source(String text) {
        return Source.newBuilder("lua", text, "program.lua").buildLiteral();
    }

    @Test
    void debuggerStopsAtLinesShowsVariablesAndSteps() {
        var stops = new ArrayList<String>();
        try (var context = Context.create("lua");
                var session =
                        Debugger.find(context.getEngine())
                                .startSession(event -> stops.add(describe(event)))) {
            var source = source(PROGRAM);
            session.install(Breakpoint.newBuilder(source.getURI()).lineIs(4).build());

            assertThat(context.eval(source).asInt()).isEqualTo(9);
        }

        assertThat(stops)
                .containsExactly(
                        "4 scale y=3 x=1 factor=3",
                        "8 main chunk i=1 sum=0 scale=function factor=3",
                        "4 scale y=6 x=2 factor=3",
                        "8 main chunk i=2 sum=3 scale=function factor=3");
    }

    /** Steps out of the function after each stop at its breakpoint. */
    private static String describe(SuspendedEvent event) {
        var text = new StringBuilder();
        var frame = event.getTopStackFrame();
        text.append(event.getSourceSection().getStartLine()).append(' ').append(frame.getName());
        for (var value : frame.getScope().getDeclaredValues()) {
            var shown = value.canExecute() ? "function" : value.toDisplayString();
            text.append(' ').append(value.getName()).append('=').append(shown);
        }
        if (event.getBreakpoints().isEmpty()) {
            event.prepareContinue();
        } else {
            event.prepareStepOut(1);
        }
        return text.toString();
    }

    @Test
    void debuggerChangesVariables() {
        try (var context = Context.create("lua");
                var session =
                        Debugger.find(context.getEngine())
                                .startSession(
                                        event -> {
                                            var scope = event.getTopStackFrame().getScope();
                                            var factor = scope.getDeclaredValue("factor");
                                            scope.getDeclaredValue("y").set(factor);
                                            event.prepareContinue();
                                        })) {
            var source = source(PROGRAM);
            session.install(Breakpoint.newBuilder(source.getURI()).lineIs(4).build());

            assertThat(context.eval(source).asInt()).isEqualTo(6);
        }
    }

    @Test
    void samplerNamesFunctions() {
        try (var engine = Engine.create("lua");
                var context = Context.newBuilder("lua").engine(engine).build()) {
            var sampler = CPUSampler.find(engine);
            sampler.setPeriod(1);
            sampler.setCollecting(true);
            var names = new TreeSet<String>();
            while (!names.containsAll(
                    Set.of("main chunk", "fib"))) { // when it samples is its own affair
                context.eval(
                        "lua",
                        """
                        local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
                        local result = fib(24)
                        return result
                        """);
                names.addAll(sampled(sampler));
            }
            sampler.setCollecting(false);

            assertThat(names).doesNotContain("");
        }
    }

    private static Set<String> sampled(CPUSampler sampler) {
        var names = new TreeSet<String>();
        for (var data : sampler.getDataList()) {
            for (var roots : data.getThreadData().values()) {
                roots.forEach(node -> collect(node, names));
            }
        }
        return names;
    }

    private static void collect(ProfilerNode<CPUSampler.Payload> node, Set<String> names) {
        names.add(node.getRootName());
        node.getChildren().forEach(child -> collect(child, names));
    }

    @Test
    void statementsAreCounted() {
        try (var engine = Engine.create("lua");
                var context = Context.newBuilder("lua").engine(engine).build()) {
            var tracer = CPUTracer.find(engine);
            tracer.setFilter(
                    SourceSectionFilter.newBuilder()
                            .tagIs(StatementTag.class)
                            .includeInternal(false)
                            .build());
            tracer.setCollecting(true);
            context.eval(source(PROGRAM));
            tracer.setCollecting(false);

            var counts = new ArrayList<String>();
            for (var payload : tracer.getPayloads()) {
                var section = payload.getSourceSection();
                counts.add(section.getStartLine() + ":" + payload.getCount());
            }
            assertThat(counts)
                    .containsExactlyInAnyOrder(
                            "1:1", "2:1", "3:2", "4:2", "6:1", "7:1", "8:2", "10:1", "13:1");
        }
    }

    /** As GraalVM's coverage tool does: what was loaded, and which of it has run. */
    @Test
    void coverageOfRootsAndStatementsCanBeCounted() {
        try (var engine = Engine.create("lua");
                var context = Context.newBuilder("lua").engine(engine).build()) {
            var instrument =
                    Objects.requireNonNull(engine.getInstruments().get(SectionCoverage.ID));
            var coverage = instrument.lookup(SectionCoverage.class);
            context.eval(source(PROGRAM));

            assertThat(coverage.loadedRoots()).containsExactly("main chunk", "scale");
            assertThat(coverage.coveredRoots()).containsExactly("main chunk", "scale");
            assertThat(coverage.loadedLines()).containsExactly(1, 2, 3, 4, 6, 7, 8, 10, 11, 13);
            assertThat(coverage.coveredLines()).containsExactly(1, 2, 3, 4, 6, 7, 8, 10, 13);
        }
    }

    @Test
    void chromeInspectorShowsWhereTheProgramStands() throws Exception {
        int port = freePort();
        var options = Context.newBuilder("lua").err(new ByteArrayOutputStream());
        try (var context =
                options.option("inspect", String.valueOf(port))
                        .option("inspect.Path", "lua")
                        .build()) {
            var client = new Inspector();
            var socket =
                    HttpClient.newHttpClient()
                            .newWebSocketBuilder()
                            .buildAsync(URI.create("ws://127.0.0.1:" + port + "/lua"), client)
                            .get(20, TimeUnit.SECONDS);
            var driver = Thread.ofPlatform().start(() -> client.drive(socket));

            assertThat(context.eval(source(PROGRAM)).asInt()).isEqualTo(9);
            driver.join();

            assertThat(client.paused)
                    .contains("\"functionName\":\"main chunk\"")
                    .contains("\"type\":\"local\"")
                    .contains("program.lua");
        }
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Speaks the inspector's protocol: lets the program begin, and go on when it stands. */
    private static final class Inspector implements WebSocket.Listener {

        private static final List<String> BEGIN =
                List.of("Runtime.enable", "Debugger.enable", "Runtime.runIfWaitingForDebugger");

        private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
        private final StringBuilder partial = new StringBuilder();
        private int requests;
        private volatile String paused = "";

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                events.add(partial.toString());
                partial.setLength(0);
            }
            socket.request(1);
            return null;
        }

        void drive(WebSocket socket) {
            BEGIN.forEach(method -> send(socket, method));
            try {
                while (paused.isEmpty()) {
                    var event = events.poll(20, TimeUnit.SECONDS);
                    if (event == null) {
                        break;
                    }
                    if (event.contains("Debugger.paused")) {
                        paused = event;
                    }
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            send(socket, "Debugger.resume");
        }

        private void send(WebSocket socket, String method) {
            requests++;
            socket.sendText("{\"id\":%d,\"method\":\"%s\"}".formatted(requests, method), true)
                    .join();
        }
    }
}
