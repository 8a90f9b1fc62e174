package dev.windlass.store.memory;

import dev.windlass.store.Bucket;
import dev.windlass.store.Depth;
import dev.windlass.store.QueueRow;
import dev.windlass.task.Queue;
import dev.windlass.task.Rate;
import java.util.Optional;
import java.util.OptionalInt;

/** The rules of one queue, and how full its bucket is. Guarded by the ledger's lock. */
final class KeptQueue {
    final String name;
    Optional<Queue> declared = Optional.empty();
    Optional<Queue> override = Optional.empty();
    boolean paused;

    private Optional<Bucket> bucket = Optional.empty();

    KeptQueue(String name) {
        this.name = name;
    }

    Queue rules() {
        return override.or(() -> declared).orElseGet(() -> Queue.named(name));
    }

    /** What code and people have said of it. */
    Said said() {
        return new Said(declared, override, paused);
    }

    /** Words that hold, whoever said them and however often. */
    record Said(Optional<Queue> declared, Optional<Queue> override, boolean paused) {}

    Optional<Rate> rate() {
        return rules().bounds().rate();
    }

    Optional<Bucket> bucket() {
        return bucket;
    }

    void keep(Bucket spent) {
        bucket = Optional.of(spent);
    }

    /** The rate was another one until now. */
    void changedFrom(Optional<Rate> before, long now) {
        bucket = rate().map(after -> before.flatMap(old -> bucket.map(held -> held.under(old, after, now)))
                .orElseGet(() -> Bucket.full(after, now)));
    }

    QueueRow view(Depth depth, long now) {
        var rules = rules();
        return new QueueRow(
                name,
                declared,
                override,
                paused,
                rules.bounds().canBeFull() ? Optional.of(depth) : Optional.empty(),
                bucket.map(held -> OptionalInt.of(held.starts(rate().orElseThrow(), now)))
                        .orElseGet(OptionalInt::empty));
    }
}
