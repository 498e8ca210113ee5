package dev.perigee.lua.builtins;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import org.jspecify.annotations.Nullable;

/** What a file is made of: a channel of the embedder's file system, or one of its streams. */
interface ByteStream {

    /** Like {@link InputStream#read(byte[])}. */
    int read(byte[] target) throws IOException;

    void write(byte[] bytes) throws IOException;

    /** Fails when writing would. */
    void requireWritable() throws IOException;

    long position() throws IOException;

    void seek(long position) throws IOException;

    long size() throws IOException;

    void close() throws IOException;

    /**
     * @param access whether it may be written, and only at the end
     */
    static ByteStream of(SeekableByteChannel channel, Access access) {
        return new OfChannel(channel, access);
    }

    static ByteStream of(@Nullable InputStream in, @Nullable OutputStream out) {
        return new Standard(in, out);
    }

    /** What a file was opened for. */
    record Access(boolean writable, boolean append) {}

    /** A file. */
    record OfChannel(SeekableByteChannel channel, Access access) implements ByteStream {

        @Override
        public void requireWritable() throws IOException {
            if (!access.writable()) {
                throw new NonWritableChannelException();
            }
        }

        @Override
        public int read(byte[] target) throws IOException {
            return channel.read(ByteBuffer.wrap(target));
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            if (access.append()) {
                channel.position(channel.size());
            }
            var rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        }

        @Override
        public long position() throws IOException {
            return channel.position();
        }

        @Override
        public void seek(long position) throws IOException {
            if (position < 0) {
                throw new IllegalArgumentException("negative position");
            }
            channel.position(position);
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** Standard input or output. */
    record Standard(@Nullable InputStream in, @Nullable OutputStream out) implements ByteStream {

        @Override
        public void requireWritable() throws IOException {
            if (out == null) {
                throw new IOException("Bad file descriptor");
            }
        }

        @Override
        public int read(byte[] target) throws IOException {
            if (in == null) {
                throw new IOException("Bad file descriptor");
            }
            return in.read(target);
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            if (out == null) {
                throw new IOException("Bad file descriptor");
            }
            out.write(bytes);
        }

        @Override
        public long position() throws IOException {
            throw new IOException("Illegal seek");
        }

        @Override
        public void seek(long position) throws IOException {
            throw new IOException("Illegal seek");
        }

        @Override
        public long size() throws IOException {
            throw new IOException("Illegal seek");
        }

        @Override
        public void close() {
            // The embedder owns its streams.
        }
    }
}
