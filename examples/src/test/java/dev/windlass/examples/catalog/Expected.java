package dev.windlass.examples.catalog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** What the catalogue of a tree must say, computed by nothing that the catalogue is made of. Media types are left out. */
final class Expected {
    private static final Comparator<List<String>> BY_BYTES_OF_PATH = (one, other) -> Arrays.compareUnsigned(
            one.get(0).getBytes(StandardCharsets.UTF_8), other.get(0).getBytes(StandardCharsets.UTF_8));

    private Expected() {}

    /** Rows of path, bytes, sha256, lines and words. */
    static List<List<String>> of(Path root) throws IOException {
        var rows = new ArrayList<List<String>>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes kind) throws IOException {
                if (kind.isRegularFile()) {
                    rows.add(row(root, file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        rows.sort(BY_BYTES_OF_PATH);
        return rows;
    }

    private static List<String> row(Path root, Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        // Decoded as UTF-8 from the bytes of the name, whatever the locale of this test is.
        var path = root.toUri().relativize(file.toUri()).getPath();
        var row = new ArrayList<>(List.of(path, String.valueOf(bytes.length), sha256(bytes)));
        row.addAll(counts(bytes));
        return row;
    }

    private static List<String> counts(byte[] bytes) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.indexOf('\0') >= 0) {
                return List.of("", "");
            }
            var lines = text.chars().filter(letter -> letter == '\n').count();
            var words = Arrays.stream(text.split("[ \\t\\n\\x0B\\f\\r]+"))
                    .filter(word -> !word.isEmpty())
                    .count();
            return List.of(String.valueOf(lines), String.valueOf(words));
        } catch (CharacterCodingException e) {
            // No text, no counts.
            return List.of("", "");
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
