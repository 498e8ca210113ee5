package dev.perigee.lua.builtins;

import dev.perigee.lua.runtime.ByteBuilder;
import dev.perigee.lua.runtime.Conversions;
import dev.perigee.lua.runtime.Userdata;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A file of {@code io}: a stream of bytes that is read and written at one position. What was
 * written may wait in memory; the owner of the open files writes it out before anybody could
 * notice.
 */
final class LuaFile extends Userdata {

    /** When written bytes leave the memory. */
    enum Buffering {
        /** Before anything else touches files. */
        DEFAULT,
        NONE,
        LINE,
        FULL
    }

    private static final int BUFFER_SIZE = 1 << 13;
    private static final byte[] NOTHING = new byte[0];

    private final @Nullable ByteStream stream;
    private final boolean standard;
    private boolean closed;
    private byte[] input = NOTHING;
    private int position;
    private int limit;
    private ByteBuilder output = new ByteBuilder(16);
    private Buffering buffering = Buffering.DEFAULT;

    /**
     * @param standard whether it is one of the embedder's streams, which nobody can close
     */
    LuaFile(ByteStream stream, boolean standard) {
        this.stream = stream;
        this.standard = standard;
    }

    private ByteStream stream() throws IOException {
        if (stream == null || closed) {
            throw new IOException("closed file");
        }
        return stream;
    }

    boolean isClosed() {
        return closed;
    }

    boolean isStandard() {
        return standard;
    }

    /** The next byte without reading it, or -1 at the end. */
    int peek() throws IOException {
        if (position == limit) {
            fill();
        }
        return position == limit ? -1 : input[position] & 0xff;
    }

    int read() throws IOException {
        int next = peek();
        if (next >= 0) {
            position++;
        }
        return next;
    }

    private void fill() throws IOException {
        flush();
        if (input.length == 0) {
            input = new byte[BUFFER_SIZE];
        }
        position = 0;
        limit = Math.max(0, stream().read(input));
    }

    /** Reads up to so many bytes. */
    void read(ByteBuilder target, long count) throws IOException {
        long left = count;
        while (left > 0 && peek() >= 0) {
            int chunk = (int) Math.min(left, limit - position);
            target.append(input, position, position + chunk);
            position += chunk;
            left -= chunk;
        }
    }

    /** Reads up to the end of the line; whether there was anything. */
    boolean readLine(ByteBuilder target, boolean keepEnd) throws IOException {
        boolean any = false;
        while (peek() >= 0) {
            any = true;
            int end = position;
            while (end < limit && input[end] != '\n') {
                end++;
            }
            target.append(input, position, end);
            position = end;
            if (end < limit) {
                position++;
                if (keepEnd) {
                    target.append('\n');
                }
                return true;
            }
        }
        return any;
    }

    void write(byte[] bytes) throws IOException {
        stream().requireWritable();
        unread();
        output.append(bytes);
        boolean now =
                buffering == Buffering.NONE
                        || standard
                        || output.length() >= BUFFER_SIZE
                        || (buffering == Buffering.LINE && endsLine(bytes));
        if (now) {
            flush();
        }
    }

    private static boolean endsLine(byte[] bytes) {
        for (byte b : bytes) {
            if (b == '\n') {
                return true;
            }
        }
        return false;
    }

    /** Puts the stream back to where reading stopped. */
    private void unread() throws IOException {
        if (position < limit && !standard) {
            stream().seek(stream().position() - (limit - position));
        }
        position = 0;
        limit = 0;
    }

    boolean hasPending() {
        return output.length() > 0 && buffering == Buffering.DEFAULT;
    }

    void flush() throws IOException {
        if (output.length() > 0) {
            var bytes = output.toBytes();
            output = new ByteBuilder(16);
            stream().write(bytes);
        }
    }

    long seek(int whence, long offset) throws IOException {
        flush();
        unread();
        long base =
                switch (whence) {
                    case 0 -> 0;
                    case 1 -> stream().position();
                    default -> stream().size();
                };
        stream().seek(base + offset);
        return base + offset;
    }

    void setBuffering(Buffering mode) throws IOException {
        flush();
        buffering = mode;
    }

    void close() throws IOException {
        try {
            flush();
        } finally {
            closed = true;
            if (stream != null) {
                stream.close();
            }
        }
    }

    @Override
    public String toString() {
        return closed ? "file (closed)" : "file (" + Conversions.address(this) + ")";
    }
}
