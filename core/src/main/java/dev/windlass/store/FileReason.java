package dev.windlass.store;

import dev.windlass.task.OneLine;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/** Why a file could not be read or written, in words for people: those of the JDK name its own classes. */
public final class FileReason {
    private FileReason() {}

    public static String of(IOException error) {
        if (error instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (error instanceof AccessDeniedException) {
            return "its rights do not allow it";
        }
        if (error instanceof FileAlreadyExistsException) {
            return "it is there already";
        }
        if (error instanceof NotDirectoryException) {
            return "it is no directory";
        }
        if (error instanceof DirectoryNotEmptyException) {
            return "it is a directory with files in it";
        }
        if (error instanceof CharacterCodingException) {
            return "it is not text in UTF-8";
        }
        return error instanceof FileSystemException known ? words(known.getReason()) : words(error.getMessage());
    }

    /** What the system says, such as "No space left on device": in the middle of a sentence. */
    private static String words(@Nullable String reason) {
        if (reason == null || reason.isBlank()) {
            return "the system gives no reason";
        }
        return OneLine.of(Character.toLowerCase(reason.charAt(0)) + reason.substring(1));
    }
}
