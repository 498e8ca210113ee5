package dev.perigee.executor.polyglot;

import dev.perigee.executor.GuestCallException;
import dev.perigee.executor.Outcome;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.SourceSection;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a guest's error says to its author: message, file, line and the guest's own stack. */
final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final int MAX_FRAMES = 50;

    private Failures() {}

    static Outcome internal(Running running) {
        return new Outcome.Failed(
                "internal error (invocation " + running.invocation().id() + ")", "");
    }

    static Outcome outcome(PolyglotException thrown, Running running) {
        if (thrown.isCancelled() || thrown.isInterrupted()) {
            return GuestContext.lost();
        }
        if (isStackOverflow(thrown)) {
            return new Outcome.Failed(located(thrown, "stack overflow"), trace(thrown));
        }
        if (thrown.isResourceExhausted() || isOutOfMemory(thrown)) {
            return Breach.memory(running);
        }
        if (thrown.isHostException()) {
            return ofHost(thrown, running);
        }
        if (thrown.isInternalError()) {
            LOG.error("invocation {}: language error", running.invocation().id(), thrown);
            return internal(running);
        }
        if (thrown.isExit()) {
            return new Outcome.Failed("the function tried to exit the process", "");
        }
        return new Outcome.Failed(located(thrown, message(thrown)), trace(thrown));
    }

    /** A value that the guest handed over as its failure. */
    static Outcome outcome(Value error, Running running) {
        if (error.isException()) {
            try {
                throw error.throwException();
            } catch (PolyglotException thrown) {
                return outcome(thrown, running);
            }
        }
        return new Outcome.Failed(error.isString() ? error.asString() : error.toString(), "");
    }

    private static Outcome ofHost(PolyglotException thrown, Running running) {
        if (thrown.asHostException() instanceof GuestCallException refused) {
            return new Outcome.Failed(located(thrown, message(refused)), trace(thrown));
        }
        LOG.error("invocation {}: host error", running.invocation().id(), thrown.asHostException());
        return internal(running);
    }

    private static String message(Throwable thrown) {
        var message = thrown.getMessage();
        return message == null ? "error without a message" : message;
    }

    private static boolean isStackOverflow(PolyglotException thrown) {
        if (thrown.isHostException()) {
            return thrown.asHostException() instanceof StackOverflowError;
        }
        var message = thrown.getMessage();
        return (thrown.isResourceExhausted()
                        && message != null
                        && message.contains("tack overflow"))
                || (thrown.isInternalError()
                        && message != null
                        && message.contains("StackOverflow"));
    }

    private static boolean isOutOfMemory(PolyglotException thrown) {
        return thrown.isHostException() && thrown.asHostException() instanceof OutOfMemoryError;
    }

    private static String located(PolyglotException thrown, String message) {
        var section = section(thrown);
        if (section == null) {
            return message;
        }
        var file = CodeImage.displayName(section.getSource());
        return message.startsWith(file + ":")
                ? message
                : file + ":" + section.getStartLine() + ": " + message;
    }

    private static @Nullable SourceSection section(PolyglotException thrown) {
        var own = thrown.getSourceLocation();
        if (own != null && CodeImage.isGuestFile(own.getSource())) {
            return own;
        }
        for (var frame : thrown.getPolyglotStackTrace()) {
            var section = frame.isGuestFrame() ? frame.getSourceLocation() : null;
            if (section != null && CodeImage.isGuestFile(section.getSource())) {
                return section;
            }
        }
        return null;
    }

    private static String trace(PolyglotException thrown) {
        var text = new StringBuilder();
        int frames = 0;
        for (var frame : thrown.getPolyglotStackTrace()) {
            var section = frame.isGuestFrame() ? frame.getSourceLocation() : null;
            if (section == null || !CodeImage.isGuestFile(section.getSource())) {
                continue;
            }
            if (++frames > MAX_FRAMES) {
                break;
            }
            var name = frame.getRootName();
            text.append(text.isEmpty() ? "" : "\n")
                    .append(CodeImage.displayName(section.getSource()))
                    .append(':')
                    .append(section.getStartLine())
                    .append(
                            name == null || name.isEmpty() || name.startsWith(":")
                                    ? ""
                                    : " in " + name);
        }
        return text.toString();
    }
}
