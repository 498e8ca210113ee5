package dev.perigee.gateway;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Speaks WebSocket byte by byte, so that a test can say what no library would. */
final class WebSocketPeer implements AutoCloseable {

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    /** A handshake's key, and what a server answers to it. */
    static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private static final byte[] MASK = {0x11, 0x22, 0x33, 0x44};

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final boolean masks;
    private final String head;

    private WebSocketPeer(
            Socket socket, BufferedInputStream in, OutputStream out, boolean masks, String head) {
        this.socket = socket;
        this.in = new DataInputStream(in);
        this.out = out;
        this.masks = masks;
        this.head = head;
    }

    /** A frame as it came. */
    record Frame(int head, boolean masked, byte[] content) {

        int kind() {
            return head & 0x0f;
        }

        boolean last() {
            return (head & 0x80) != 0;
        }

        String text() {
            return new String(content, StandardCharsets.UTF_8);
        }

        /** The code and the reason of a Close frame. */
        String reason() {
            return content.length == 0
                    ? "none"
                    : ByteBuffer.wrap(content).getShort()
                            + " "
                            + new String(content, 2, content.length - 2, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return kind() + (last() ? "." : "-") + (kind() == CLOSE ? reason() : text());
        }
    }

    /** The request of a client; more lines end with CRLF. */
    static String request(String path, String more) {
        return "GET "
                + path
                + " HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + KEY
                + "\r\n"
                + more
                + "\r\n";
    }

    /** Opens a socket at the gateway; the head of its answer is kept, whatever it says. */
    static WebSocketPeer client(TestGateway gateway, String path, String more) throws IOException {
        return client(gateway.connect(), path, more);
    }

    static WebSocketPeer client(Socket socket, String path, String more) throws IOException {
        socket.getOutputStream().write(request(path, more).getBytes(StandardCharsets.ISO_8859_1));
        var in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
        var head = new RawBackend.Connection(socket, in, socket.getOutputStream()).readHead();
        return new WebSocketPeer(socket, in, socket.getOutputStream(), true, head);
    }

    /** Accepts a socket as a backend; its head is the client's request. */
    static WebSocketPeer backend(RawBackend.Connection connection, String more) throws IOException {
        return backend(connection, connection.readHead(), more);
    }

    /** The same with a request that was read already. */
    static WebSocketPeer backend(RawBackend.Connection connection, String head, String more)
            throws IOException {
        var original = key(head, connection);
        connection.write(
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Accept: "
                        + accept(original)
                        + "\r\n"
                        + more
                        + "\r\n");
        return new WebSocketPeer(
                connection.socket(),
                (BufferedInputStream) connection.in(),
                connection.out(),
                false,
                head);
    }

    /** Keys are case-sensitive, and heads come in lower case. */
    private static String key(String head, RawBackend.Connection connection) {
        var from = connection.lastHead().indexOf("ey: ") + 4;
        var end = connection.lastHead().indexOf("\r\n", from);
        if (head.isEmpty() || from < 4) {
            throw new IllegalStateException("no key in " + head);
        }
        return connection.lastHead().substring(from, end);
    }

    static String accept(String key) {
        try {
            var text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-1")
                                    .digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    String head() {
        return head;
    }

    WebSocketPeer text(String text) throws IOException {
        return send(0x80 | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    WebSocketPeer close(int code, String reason) throws IOException {
        var text = reason.getBytes(StandardCharsets.UTF_8);
        return send(
                0x80 | CLOSE,
                ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text).array());
    }

    /** One frame with this first byte. */
    WebSocketPeer send(int first, byte[] content) throws IOException {
        return send(first, content, masks);
    }

    WebSocketPeer send(int first, byte[] content, boolean masked) throws IOException {
        var frame = ByteBuffer.allocate(content.length + 14);
        frame.put((byte) first);
        var bit = masked ? 0x80 : 0;
        if (content.length < 126) {
            frame.put((byte) (bit | content.length));
        } else if (content.length < 1 << 16) {
            frame.put((byte) (bit | 126)).putShort((short) content.length);
        } else {
            frame.put((byte) (bit | 127)).putLong(content.length);
        }
        if (masked) {
            frame.put(MASK);
        }
        for (int i = 0; i < content.length; i++) {
            frame.put((byte) (content[i] ^ (masked ? MASK[i & 3] : 0)));
        }
        out.write(frame.array(), 0, frame.position());
        return this;
    }

    Frame read() throws IOException {
        var first = in.readUnsignedByte();
        var second = in.readUnsignedByte();
        long length = second & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        var masked = (second & 0x80) != 0;
        var mask = masked ? in.readNBytes(4) : new byte[4];
        var content = in.readNBytes((int) length);
        for (int i = 0; i < content.length; i++) {
            content[i] ^= mask[i & 3];
        }
        return new Frame(first, masked, content);
    }

    /** Whether the other end closed the connection properly behind its last frame. */
    boolean isAtEnd() throws IOException {
        return in.read() < 0;
    }

    OutputStream out() {
        return out;
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
