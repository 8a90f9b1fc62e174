package dev.windlass.task;

import org.jspecify.annotations.Nullable;

/** Bytes as they are, of whatever content type they were stored under. */
final class BytesCodec implements Codec {
    static final BytesCodec AS_THEY_ARE = new BytesCodec();

    private static final String TYPE = "application/octet-stream";

    private BytesCodec() {}

    /** A copy: the caller may use the array again, and what is stored has its checksum already. */
    @Override
    public Content encode(@Nullable Object value, int version) {
        if (value instanceof byte[] bytes) {
            return Content.of(TYPE, version, bytes.clone());
        }
        throw new IllegalArgumentException("a value is "
                + (value == null ? "null" : "of " + value.getClass().getName())
                + ", this codec stores byte[]; give the task another codec");
    }

    /** A copy as well: in memory the array is that of the job, which may run again. */
    @Override
    public <T> @Nullable T decode(Content content, Class<T> type) {
        if (type != byte[].class) {
            throw new UnreadableException(
                    "bytes were to be read as " + type.getName() + "; give the task byte[], or another codec");
        }
        return type.cast(content.bytes().clone());
    }
}
