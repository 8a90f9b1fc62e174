package dev.windlass.task;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A payload, a result or a checkpoint as it is stored: content type, version of its shape, and bytes with their CRC-32C.
 *
 * <p>The checksum is computed once, when the content is made, and travels with it: a bit that flips on the disk is found when the
 * job is claimed, and such a job is never run. Immutable; {@link #bytes()} hands out the array itself, which nobody may change,
 * because a copy of every payload on every hop is what a queue can least afford.
 */
public final class Content {
    /** The content type of JSON, the default of every task. */
    public static final String JSON = "application/json";

    /** Content for tasks that take or give nothing. */
    public static final Content NONE = of(JSON, 1, "null".getBytes(StandardCharsets.UTF_8));

    private final String type;
    private final int version;
    private final byte[] bytes;
    private final int crc;

    private Content(String type, int version, byte[] bytes, int crc) {
        if (version < 1) {
            throw new IllegalArgumentException("content version is " + version + ", versions count from 1");
        }
        this.type = type;
        this.version = version;
        this.bytes = bytes;
        this.crc = crc;
    }

    /** New content; its checksum is computed here. */
    public static Content of(String type, int version, byte[] bytes) {
        return new Content(type, version, bytes, crcOf(bytes));
    }

    /** JSON text of version 1. */
    public static Content json(String text) {
        return json(text, 1);
    }

    /** JSON text of a version. */
    public static Content json(String text, int version) {
        return of(JSON, version, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Content as a store kept it, with the checksum it kept: {@link #intact()} tells whether the two still agree. */
    public static Content stored(String type, int version, byte[] bytes, int crc) {
        return new Content(type, version, bytes, crc);
    }

    public String type() {
        return type;
    }

    /** Version of the content's shape, from 1. */
    public int version() {
        return version;
    }

    /** The bytes themselves, not a copy: reading only. */
    public byte[] bytes() {
        return bytes;
    }

    public int size() {
        return bytes.length;
    }

    /** CRC-32C of the bytes as they were when the content was made. */
    public int crc() {
        return crc;
    }

    /** Whether the bytes are those of which the checksum was taken. */
    public boolean intact() {
        return crcOf(bytes) == crc;
    }

    /** The bytes as UTF-8 text. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int crcOf(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Content that
                && type.equals(that.type)
                && version == that.version
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return type + " v" + version + ", " + bytes.length + " bytes";
    }
}
