package dev.windlass.store.sqlite.powerloss;

import java.util.Arrays;

/** Something that the traced program did to the disk, or said to the world. */
sealed interface Operation {
    /** A file came into being. */
    record Create(String file) implements Operation {}

    /** Bytes were written; {@code offset} is {@link #END} for an append. */
    record Write(String file, long offset, Bytes bytes) implements Operation {
        static final long END = -1;
    }

    record Truncate(String file, long length) implements Operation {}

    /** What was written to the file before is certain from here on. */
    record Sync(String file) implements Operation {}

    record Rename(String from, String to) implements Operation {}

    record Unlink(String file) implements Operation {}

    /** A line on standard output: a promise that the world has seen. */
    record Say(String line) implements Operation {}

    /** An array, where a record needs a value. */
    final class Bytes {
        private final byte[] array;

        Bytes(byte[] array) {
            this.array = array;
        }

        byte[] array() {
            return array;
        }

        int length() {
            return array.length;
        }

        Bytes first(int count) {
            return count == array.length ? this : new Bytes(Arrays.copyOf(array, count));
        }
    }
}
