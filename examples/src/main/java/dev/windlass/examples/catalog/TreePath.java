package dev.windlass.examples.catalog;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A path as text that keeps every byte of it: percent-encoded as in a URI, names parted by slashes.
 *
 * <p>On Unix a name is bytes. Java's strings hold only names that the locale can spell: under {@code LANG=C} an umlaut is lost, and
 * a name that is not UTF-8 is lost in any locale. The path of a {@code file:} URI is made from the bytes, and back.
 *
 * @param encoded the path; empty for the root of a walk
 */
record TreePath(String encoded) {
    static final TreePath ROOT = new TreePath("");

    private static final HexFormat HEX = HexFormat.of();

    /** An absolute path. */
    static TreePath of(Path path) {
        var raw = path.toUri().getRawPath();
        // The URI of a directory ends in a slash; that of the file system's root is nothing else.
        return new TreePath(raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw);
    }

    /** The encoded name of an entry of a directory. */
    static String nameOf(Path entry) {
        var encoded = of(entry).encoded();
        return encoded.substring(encoded.lastIndexOf('/') + 1);
    }

    /** The entry of this name in the directory that this path is. */
    TreePath child(String encodedName) {
        return new TreePath(encoded.isEmpty() ? encodedName : encoded + "/" + encodedName);
    }

    /** Where this path leads from a root, itself absolute. */
    Path under(TreePath root) {
        return Path.of(URI.create("file://" + root.encoded() + "/" + encoded));
    }

    /** The path as people read it. A byte that is not UTF-8 is written as {@code \xHH}: no two such names become one. */
    String text() {
        var bytes = bytes();
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return escaped(bytes);
        }
    }

    private byte[] bytes() {
        var bytes = ByteBuffer.allocate(encoded.length());
        for (var at = 0; at < encoded.length(); at++) {
            var letter = encoded.charAt(at);
            if (letter == '%') {
                bytes.put((byte) HexFormat.fromHexDigits(encoded, at + 1, at + 3));
                at += 2;
            } else {
                bytes.put((byte) letter);
            }
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static String escaped(byte[] bytes) {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length * 4);
        while (true) {
            var fault = decoder.reset().decode(in, out, true);
            if (!fault.isError()) {
                return out.flip().toString();
            }
            for (var left = fault.length(); left > 0; left--) {
                out.put("\\x").put(HEX.toHexDigits(in.get()));
            }
        }
    }
}
