package dev.windlass.store.postgres;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGBinaryObject;
import org.postgresql.util.PGobject;

/**
 * A column of ids on its way into {@code unnest}: in binary where the connection takes uuid[] so, since the driver would write out each
 * id as text, and the server read it, at 1.5 microseconds each. In text on connections of users, which were not asked.
 */
final class UuidArray extends PGobject implements PGBinaryObject {
    /** The number of the type uuid[], for the setting of that connection. */
    static final int TYPE = 2951;

    private static final long serialVersionUID = 1;
    private static final int ELEMENT_TYPE = 2950;
    private static final int ELEMENT_BYTES = 16;
    private static final int HEADER_BYTES = 20;

    private final transient @Nullable UUID[] ids;

    UuidArray(@Nullable UUID[] ids) {
        this.ids = ids;
        setType("_uuid");
    }

    @Override
    public void setByteValue(byte[] value, int offset) {
        throw new UnsupportedOperationException("a column of ids is sent and never read");
    }

    @Override
    public int lengthInBytes() {
        var length = HEADER_BYTES;
        for (var id : ids) {
            length += Integer.BYTES + (id == null ? 0 : ELEMENT_BYTES);
        }
        return length;
    }

    /** One dimension from 1 on; each element with its length, or -1 for none. */
    @Override
    public void toBytes(byte[] bytes, int offset) {
        var out = ByteBuffer.wrap(bytes, offset, bytes.length - offset);
        out.putInt(1).putInt(1).putInt(ELEMENT_TYPE).putInt(ids.length).putInt(1);
        for (var id : ids) {
            if (id == null) {
                out.putInt(-1);
            } else {
                out.putInt(ELEMENT_BYTES).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
            }
        }
    }

    @Override
    public String getValue() {
        var text = new StringBuilder("{");
        for (var id : ids) {
            text.append(text.length() == 1 ? "" : ",").append(id);
        }
        return text.append('}').toString();
    }
}
