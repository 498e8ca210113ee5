package dev.perigee.gateway;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A backend that speaks bytes: each connection is handed to the test. */
final class RawBackend implements AutoCloseable {

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Conversation conversation;

    RawBackend(Conversation conversation) {
        this.conversation = conversation;
        try {
            server = new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    /** What is said on one connection; it is closed afterwards. */
    interface Conversation {
        void hold(Connection connection) throws IOException;
    }

    /** One connection. */
    record Connection(Socket socket, InputStream in, OutputStream out, StringBuilder last) {

        Connection(Socket socket, InputStream in, OutputStream out) {
            this(socket, in, out, new StringBuilder());
        }

        /** The head that was read last, as it came. */
        String lastHead() {
            return last.toString();
        }

        /** The head of the next request, in lower case; empty at the end. */
        String readHead() throws IOException {
            var head = new ByteArrayOutputStream();
            var ends = 0;
            for (int b = in.read(); b >= 0; b = in.read()) {
                head.write(b);
                ends = b == '\n' ? ends + 1 : b == '\r' ? ends : 0;
                if (ends == 2) {
                    last.setLength(0);
                    last.append(head.toString(StandardCharsets.ISO_8859_1));
                    return head.toString(StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
                }
            }
            return "";
        }

        /** Reads the body that the head announces; tells its length. */
        long skipBody(String head) throws IOException {
            return head.contains("transfer-encoding: chunked")
                    ? skipChunks()
                    : skip(contentLength(head));
        }

        static long contentLength(String head) {
            for (var line : head.split("\r\n")) {
                if (line.startsWith("content-length:")) {
                    return Long.parseLong(line.substring(15).trim());
                }
            }
            return 0;
        }

        private long skipChunks() throws IOException {
            var total = 0L;
            while (true) {
                var size = Long.parseLong(line(), 16);
                var skipped = skip(size);
                total += skipped;
                line();
                if (size == 0 || skipped < size) {
                    return total;
                }
            }
        }

        private String line() throws IOException {
            var line = new StringBuilder();
            for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
                if (b != '\r') {
                    line.append((char) b);
                }
            }
            return line.toString();
        }

        long skip(long length) throws IOException {
            var buffer = new byte[64 << 10];
            var left = length;
            while (left > 0) {
                var read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    break;
                }
                left -= read;
            }
            return length - left;
        }

        Connection write(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return this;
        }

        /** An answer with a length. */
        Connection answer(String status, String body) throws IOException {
            return write(
                    "HTTP/1.1 "
                            + status
                            + "\r\nContent-Length: "
                            + body.length()
                            + "\r\n\r\n"
                            + body);
        }

        /** Ends the connection the hard way. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Waits until the other end goes. */
        void awaitEnd() throws IOException {
            while (in.read() >= 0) {
                Thread.onSpinWait();
            }
        }
    }

    private void accept() {
        try {
            while (true) {
                var socket = server.accept();
                accepted.incrementAndGet();
                sockets.add(socket);
                threads.execute(() -> hold(socket));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void hold(Socket socket) {
        try (socket) {
            var in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
            conversation.hold(new Connection(socket, in, socket.getOutputStream()));
        } catch (IOException _) {
            // The other end went, as tests make it.
        } finally {
            sockets.remove(socket);
        }
    }

    int accepted() {
        return accepted.get();
    }

    int open() {
        return sockets.size();
    }

    String host() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (var socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
