package dev.windlass.store.sqlite.powerloss;

import dev.windlass.store.sqlite.powerloss.Operation.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What is on the disk after the power failed behind an operation, and what the world had been told by then. */
final class Image {
    private static final int FIRST_CAPACITY = 1 << 16;

    private final Map<String, Content> files = new HashMap<>();
    private final List<String> said = new ArrayList<>();

    private Image() {}

    /** The bytes of a file, which grow. */
    private static final class Content {
        byte[] bytes = new byte[FIRST_CAPACITY];
        int length;

        void write(long offset, Bytes written) {
            var at = offset == Operation.Write.END ? length : Math.toIntExact(offset);
            lengthen(at + written.length());
            System.arraycopy(written.array(), 0, bytes, at, written.length());
        }

        void lengthen(int atLeast) {
            if (atLeast > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(atLeast, 2 * bytes.length));
            }
            length = Math.max(length, atLeast);
        }

        void truncate(int to) {
            if (to < length) {
                Arrays.fill(bytes, to, length, (byte) 0);
                length = to;
            }
            lengthen(to);
        }
    }

    /** The power fails behind the last of these operations. */
    static Image of(List<Operation> operations, Loss loss, Random chance) {
        var lastSync = lastSyncs(operations);
        var image = new Image();
        for (var at = 0; at < operations.size(); at++) {
            var operation = operations.get(at);
            if (isCertain(operation, at, lastSync) || (loss == Loss.RANDOM && chance.nextBoolean())) {
                image.apply(operation);
            }
        }
        return image;
    }

    private static Map<String, Integer> lastSyncs(List<Operation> operations) {
        var last = new HashMap<String, Integer>();
        for (var at = 0; at < operations.size(); at++) {
            if (operations.get(at) instanceof Operation.Sync sync) {
                last.put(sync.file(), at);
            } else if (operations.get(at) instanceof Operation.Rename rename) {
                last.put(rename.to(), last.getOrDefault(rename.from(), -1));
            }
        }
        return last;
    }

    private static boolean isCertain(Operation operation, int at, Map<String, Integer> lastSync) {
        if (operation instanceof Operation.Write write) {
            return at < lastSync.getOrDefault(write.file(), -1);
        }
        if (operation instanceof Operation.Truncate truncate) {
            return at < lastSync.getOrDefault(truncate.file(), -1);
        }
        return true;
    }

    private void apply(Operation operation) {
        if (operation instanceof Operation.Create create) {
            file(create.file());
        } else if (operation instanceof Operation.Write write) {
            file(write.file()).write(write.offset(), write.bytes());
        } else if (operation instanceof Operation.Truncate truncate) {
            file(truncate.file()).truncate(Math.toIntExact(truncate.length()));
        } else if (operation instanceof Operation.Rename rename) {
            files.put(rename.to(), file(rename.from()));
            files.remove(rename.from());
        } else if (operation instanceof Operation.Unlink unlink) {
            files.remove(unlink.file());
        } else if (operation instanceof Operation.Say say) {
            said.add(say.line());
        }
    }

    private Content file(String name) {
        return files.computeIfAbsent(name, none -> new Content());
    }

    /** What had been said by then. */
    List<String> said() {
        return said;
    }

    /** Writes the disk into a directory, without what is made anew: locks and shared memory. */
    void write(Path directory) throws IOException {
        for (var entry : files.entrySet()) {
            if (!entry.getKey().endsWith("-shm") && !entry.getKey().endsWith(".lock")) {
                var content = entry.getValue();
                Files.write(directory.resolve(entry.getKey()), Arrays.copyOf(content.bytes, content.length));
            }
        }
    }
}
