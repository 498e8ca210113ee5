package dev.perigee.gateway.sockets;

import io.netty.channel.Channel;

/**
 * Watches whether the other end of a connection takes what is written to it. Belongs to the
 * connection's event loop.
 */
public final class WriteProgress {

    private long pending;
    private long progress;
    private int current;

    /** Whether something waits to be written, and nothing of it went since the last look. */
    public boolean stands(Channel channel) {
        var buffer = channel.unsafe().outboundBuffer();
        if (buffer == null || buffer.totalPendingWriteBytes() == 0) {
            pending = 0;
            return false;
        }
        var nowPending = buffer.totalPendingWriteBytes();
        var nowProgress = buffer.currentProgress();
        var nowCurrent = System.identityHashCode(buffer.current());
        // More may have been added meanwhile: only what went counts.
        var stands = pending > 0 && nowCurrent == current && nowProgress == progress;
        pending = nowPending;
        progress = nowProgress;
        current = nowCurrent;
        return stands;
    }
}
