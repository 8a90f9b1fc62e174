package dev.windlass.task;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Identity of a job: a UUID of version 7 that the engine makes before the store sees the job.
 *
 * <p>An id is identity and never order: two engines make ids at the same time. What makes it useful is that a repeated accept
 * carries the same id, so an ambiguous commit is resolved by repeating it.
 */
public record JobId(UUID value) implements Comparable<JobId> {
    /** Length of {@link #bytes()}. */
    public static final int BYTES = 16;

    /** Reads the canonical text form, as {@link #toString()} writes it. */
    public static JobId parse(String text) {
        try {
            return new JobId(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    OneLine.quoted(text) + " is not a job id; an id looks like 01890a5d-ac96-774b-bcce-b302099a8057",
                    e);
        }
    }

    /** Reads the 16 bytes that {@link #bytes()} wrote. */
    public static JobId of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a job id has " + BYTES + " bytes, these are " + bytes.length);
        }
        var buffer = ByteBuffer.wrap(bytes);
        return new JobId(new UUID(buffer.getLong(), buffer.getLong()));
    }

    /** The id as 16 bytes in network order, so that their unsigned order is the order of {@link #compareTo}. */
    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits())
                .array();
    }

    /** Unsigned byte order. {@link UUID#compareTo} compares signed halves, which no database does. */
    @Override
    public int compareTo(JobId other) {
        var high = Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
