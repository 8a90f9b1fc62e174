package dev.windlass.store.sqlite;

import dev.windlass.store.FileReason;
import dev.windlass.store.StoreException;
import dev.windlass.task.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Whether the file and its write-ahead log are still where they were opened. SQLite does not ask: it goes on writing into a file
 * that was removed, renamed or replaced, and every commit succeeds, although nobody will find it.
 *
 * <p>Looks once a second at most, which costs two calls of the system; so what is acknowledged within that second can be lost.
 * Belongs to whoever writes, one at a time.
 */
final class Whereabouts {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final List<Place> places;
    private final LongSupplier nanos;

    private long looked;

    /**
     * A path and what it led to.
     *
     * @param key what the system knows the file by; empty where it has no such thing, as Windows, which keeps an open file in place
     */
    private record Place(Path path, Optional<Object> key) {
        static Place now(Path path) throws IOException {
            return new Place(
                    path,
                    Optional.ofNullable(Files.readAttributes(path, BasicFileAttributes.class)
                            .fileKey()));
        }

        Optional<StoreException> lost() {
            try {
                return now(path).equals(this)
                        ? Optional.empty()
                        : Optional.of(failure(new IOException("another file")));
            } catch (IOException e) {
                return Optional.of(failure(e));
            }
        }

        private StoreException failure(IOException cause) {
            return new StoreException(
                    ErrorCode.STORE_FAILED,
                    path + " was removed, renamed or replaced while it was open (" + FileReason.of(cause)
                            + "): nothing more is written, and what was acknowledged within the last second may be lost;"
                            + " close the store, and put the file back before you open it anew, because the log fits no other",
                    cause);
        }
    }

    private Whereabouts(List<Place> places, LongSupplier nanos) {
        this.places = places;
        this.nanos = nanos;
        this.looked = nanos.getAsLong();
    }

    /** Of a file that was just opened and written, so that its log is there as well. */
    static Whereabouts of(Path file, LongSupplier nanos) {
        try {
            return new Whereabouts(
                    List.of(Place.now(file), Place.now(file.resolveSibling(file.getFileName() + "-wal"))), nanos);
        } catch (IOException e) {
            throw new StoreException(
                    ErrorCode.STORE_REFUSED,
                    file + " cannot be opened: it is not where it was just found (" + FileReason.of(e) + ")",
                    e);
        }
    }

    /** Why nothing may be acknowledged any more, if a look was due and a file is not where it was. */
    Optional<StoreException> lost() {
        var now = nanos.getAsLong();
        if (now - looked < LOOK_EVERY.toNanos()) {
            return Optional.empty();
        }
        looked = now;
        return places.stream().flatMap(place -> place.lost().stream()).findFirst();
    }
}
