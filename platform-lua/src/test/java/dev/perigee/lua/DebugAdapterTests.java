package dev.perigee.lua;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** GraalVM's server of the debug adapter protocol, as editors use it, works on Lua unchanged. */
@Timeout(60)
class DebugAdapterTests {

    private static final String PROGRAM =
            """
            local function scale(x)
              local y = x * 3
              return y
            end
            return scale(14)
            """;

    @Test
    void editorSeesWhereTheProgramStandsAndItsVariables() throws Exception {
        int port = ToolsTests.freePort();
        var driver = new FutureTask<>(() -> drive(port));
        Thread.ofPlatform().daemon().start(driver);
        var options = Context.newBuilder("lua").err(new ByteArrayOutputStream());
        try (var context =
                options.option("dap", String.valueOf(port))
                        .option("dap.WaitAttached", "true")
                        .build()) {
            var source = Source.newBuilder("lua", PROGRAM, "program.lua").buildLiteral();

            assertThat(context.eval(source).asInt()).isEqualTo(42);
            try (var adapter = driver.get()) {
                assertThat(adapter.stack)
                        .contains("\"name\":\"main chunk\"")
                        .contains("program.lua")
                        .contains("\"line\":1");
            }
        }
    }

    /** Lets the program stop at its beginning, asks where that is, and lets it go on. */
    private static Adapter drive(int port) throws Exception {
        var adapter = new Adapter(connect(port));
        adapter.request("initialize", "{\"adapterID\":\"test\",\"pathFormat\":\"path\"}");
        adapter.await("\"event\":\"initialized\"");
        adapter.request("attach", "{}");
        adapter.request("configurationDone", "{}");
        var stopped = adapter.await("\"event\":\"stopped\"");
        var thread = Pattern.compile("\"threadId\":(\\d+)").matcher(stopped);
        assertThat(thread.find()).isTrue();
        adapter.request("stackTrace", "{\"threadId\":" + thread.group(1) + "}");
        adapter.stack = adapter.await("\"stackFrames\"");
        adapter.request("continue", "{\"threadId\":" + thread.group(1) + "}");
        adapter.await("\"command\":\"continue\"");
        return adapter;
    }

    private static Socket connect(int port) throws Exception {
        var end = Instant.now().plus(Duration.ofSeconds(40));
        while (true) {
            try {
                return new Socket(InetAddress.getLoopbackAddress(), port);
            } catch (IOException refused) { // the server begins with the context
                if (Instant.now().isAfter(end)) {
                    throw refused;
                }
                Thread.sleep(20);
            }
        }
    }

    /** Messages of the protocol: a header with the length, then JSON. */
    private static final class Adapter implements AutoCloseable {
        private final Socket socket;
        private final DataInputStream in;
        private final OutputStream out;
        private int requests;
        private volatile String stack = "";

        Adapter(Socket socket) throws IOException {
            this.socket = socket;
            in = new DataInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        }

        void request(String command, String arguments) throws IOException {
            requests++;
            var body =
                    "{\"seq\":%d,\"type\":\"request\",\"command\":\"%s\",\"arguments\":%s}"
                            .formatted(requests, command, arguments)
                            .getBytes(StandardCharsets.UTF_8);
            out.write(
                    ("Content-Length: " + body.length + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            out.write(body);
            out.flush();
        }

        /** The next message with a text in it. */
        String await(String part) throws IOException {
            while (true) {
                var message = next();
                if (message.contains(part)) {
                    return message;
                }
            }
        }

        /**
         * Takes leave, for the server would go on telling of the program's end, and waits for the
         * server's thread, which may not outlive the engine.
         */
        @Override
        public void close() throws IOException {
            request("disconnect", "{}");
            await("\"command\":\"disconnect\"");
            socket.close();
            while (isServed()) {
                LockSupport.parkNanos(5_000_000);
            }
        }

        private static boolean isServed() {
            return Thread.getAllStackTraces().keySet().stream()
                    .anyMatch(thread -> thread.getName().equals("DAP client connection thread"));
        }

        private String next() throws IOException {
            var header = new StringBuilder();
            while (header.indexOf("\r\n\r\n") < 0) {
                header.append((char) in.readUnsignedByte());
            }
            var length = Pattern.compile("Content-Length: (\\d+)").matcher(header);
            assertThat(length.find()).isTrue();
            return new String(
                    in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8);
        }
    }
}
