package dev.perigee.lua.builtins;

import static dev.perigee.lua.runtime.Nil.NIL;

import dev.perigee.lua.runtime.LuaString;
import java.io.IOException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/** Failures of the file system as C programs know them: a message and a number. */
final class FileErrors {

    /** A message and C's {@code errno}. */
    record Failure(String message, long number) {

        static final Failure BAD_DESCRIPTOR = new Failure("Bad file descriptor", 9);
        static final Failure ILLEGAL_SEEK = new Failure("Illegal seek", 29);
        static final Failure INVALID = new Failure("Invalid argument", 22);

        /** What functions of {@code io} and {@code os} return in place of a result. */
        Object[] values(@Nullable String file) {
            var text = file == null ? message : file + ": " + message;
            return new Object[] {NIL, LuaString.of(text), number};
        }
    }

    private FileErrors() {}

    static Failure of(Exception failure) {
        return switch (failure) {
            case NoSuchFileException _ -> new Failure("No such file or directory", 2);
            case AccessDeniedException _ -> new Failure("Permission denied", 13);
            case FileAlreadyExistsException _ -> new Failure("File exists", 17);
            case DirectoryNotEmptyException _ -> new Failure("Directory not empty", 39);
            case NotDirectoryException _ -> new Failure("Not a directory", 20);
            case FileSystemLoopException _ -> new Failure("Too many levels of symbolic links", 40);
            case FileSystemException other when other.getReason() != null ->
                    new Failure(reason(other.getReason()), reasonNumber(other.getReason()));
            case NonReadableChannelException _, NonWritableChannelException _ ->
                    Failure.BAD_DESCRIPTOR;
            case IOException other -> new Failure(reason(other.getMessage()), 5);
            case SecurityException _, UnsupportedOperationException _ ->
                    new Failure("Operation not permitted", 1);
            default -> Failure.INVALID;
        };
    }

    private static String reason(@Nullable String text) {
        return text == null ? "Input/output error" : text;
    }

    private static long reasonNumber(String reason) {
        return switch (reason) {
            case "Not a directory" -> 20;
            case "Is a directory" -> 21;
            default -> 5;
        };
    }
}
