package dev.windlass;

import dev.windlass.engine.JobSeal;
import dev.windlass.engine.Piece;
import dev.windlass.store.PartList;
import dev.windlass.store.PartStore;
import dev.windlass.task.Bulk;
import dev.windlass.task.Content;
import dev.windlass.task.DamagedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/** A large payload as its performer reads it: one part in memory at a time, and none that is not what was staged. */
record StowedBulk(PartStore store, JobSeal seal, PartList list) implements Bulk {
    @Override
    public InputStream open() {
        return new Reading();
    }

    @Override
    public OptionalLong size() {
        return OptionalLong.of(list.bytes());
    }

    /** For one thread. */
    private final class Reading extends InputStream {
        private final CRC32C crc = new CRC32C();
        private InputStream part = InputStream.nullInputStream();
        private long bytes;
        private int next;

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            for (; ; ) {
                var count = part.read(into, from, length);
                if (count >= 0 || next == list.parts()) {
                    return count;
                }
                part = new ByteArrayInputStream(opened(next++).bytes());
            }
        }

        private Content opened(int number) throws DamagedException {
            var stored = fetch(number);
            var last = next == list.parts();
            var opened = seal.open(last ? Piece.lastPart(number) : Piece.part(number), stored);
            bytes += opened.size();
            // The list itself is not encrypted: the store has to read it.
            if (last && bytes != list.bytes()) {
                throw damaged(
                        number,
                        "is the last, and all parts have " + bytes + " bytes where " + list.bytes() + " were stored");
            }
            return opened;
        }

        private Content fetch(int number) throws DamagedException {
            var found = store.find(seal.job(), number).orElseThrow(() -> damaged(number, "is missing"));
            if (!found.intact()) {
                throw damaged(number, "is damaged: its checksum differs");
            }
            crc.update(found.bytes());
            if (next == list.parts() && (int) crc.getValue() != list.crc()) {
                throw damaged(number, "is the last, and the checksum of all parts differs");
            }
            return found;
        }

        private DamagedException damaged(int number, String how) {
            return new DamagedException("part " + (number + 1) + " of " + list.parts() + " of the payload of job "
                    + seal.job() + " " + how + "; enqueue the job anew");
        }
    }
}
