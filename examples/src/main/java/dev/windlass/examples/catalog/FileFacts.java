package dev.windlass.examples.catalog;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a file job finds out, which is its row of the catalogue.
 *
 * @param text lines and words; null where the bytes are not text
 */
record FileFacts(
        long bytes, String sha256, String type, @Nullable TextCount text) {
    /** Reads a file once, from its first byte to its last. */
    static FileFacts of(Path file, String name) throws IOException {
        // An interrupt closes the channel: a stop need not wait for the end of a large file.
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            var digest = sha256Digest();
            var bytes = new DigestInputStream(Channels.newInputStream(channel), digest);
            var text = TextCount.of(bytes);
            bytes.transferTo(OutputStream.nullOutputStream());
            var type = MediaTypes.of(name, text.isPresent());
            return new FileFacts(
                    channel.position(), HexFormat.of().formatHex(digest.digest()), type, text.orElse(null));
        }
    }

    private static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
