package dev.windlass.store;

import dev.windlass.task.Codec;
import dev.windlass.task.Content;
import dev.windlass.task.UnreadableException;
import java.util.Optional;

/**
 * What stands in a job's row in place of a payload in parts.
 *
 * @param bytes of all parts together
 * @param crc CRC-32C of all bytes
 */
public record PartList(long bytes, int parts, int crc) {
    /** The content type of such a payload. */
    public static final String TYPE = "application/vnd.windlass.parts+json";

    public PartList {
        // None of them would be looked at: a payload of no parts is one that somebody has taken away.
        if (bytes < 0 || parts < 1) {
            throw new IllegalArgumentException("a payload of " + bytes + " bytes in " + parts
                    + " parts cannot be; an empty one has one empty part");
        }
    }

    public Content content() {
        return Content.of(TYPE, 1, Codec.json().encode(this, 1).bytes());
    }

    /** The list, where the content is one. */
    public static Optional<PartList> in(Content payload) {
        if (!payload.type().equals(TYPE)) {
            return Optional.empty();
        }
        var list = Codec.json().decode(Content.of(Content.JSON, 1, payload.bytes()), PartList.class);
        if (list == null) {
            throw new UnreadableException("the list of a payload's parts is null");
        }
        return Optional.of(list);
    }
}
