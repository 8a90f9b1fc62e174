package dev.windlass.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FileReasonTest {
    @Test
    void what_the_jdk_names_by_a_class_is_said_in_words() {
        Map.of(
                        new NoSuchFileException("a"), "there is no such file",
                        new AccessDeniedException("a"), "its rights do not allow it",
                        new FileAlreadyExistsException("a"), "it is there already",
                        new NotDirectoryException("a"), "it is no directory",
                        new DirectoryNotEmptyException("a"), "it is a directory with files in it",
                        new MalformedInputException(1), "it is not text in UTF-8")
                .forEach((error, words) -> assertThat(FileReason.of(error)).isEqualTo(words));
    }

    @Test
    void what_the_system_says_is_said_in_one_line() {
        assertThat(FileReason.of(new FileSystemException("a", null, "No space left on device")))
                .isEqualTo("no space left on device");
        assertThat(FileReason.of(new IOException("Is a\ndirectory"))).isEqualTo("is a\\ndirectory");
        assertThat(FileReason.of(new FileSystemException("a"))).isEqualTo("the system gives no reason");
        assertThat(FileReason.of(new IOException())).isEqualTo("the system gives no reason");
    }
}
