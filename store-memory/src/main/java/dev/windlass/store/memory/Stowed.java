package dev.windlass.store.memory;

import dev.windlass.store.NewJob;
import dev.windlass.store.PartList;
import dev.windlass.store.PartStore;
import dev.windlass.store.StoreException;
import dev.windlass.task.Content;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.JobId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The parts of large payloads, by job. Guarded by the ledger's lock. */
final class Stowed {
    private final Map<JobId, Pile> piles = new HashMap<>();

    /** All parts of a job, and when the last of them came. */
    private record Pile(TreeMap<Integer, Content> parts, Instant last) {}

    void stage(JobId job, int part, Content bytes, Instant now) {
        var pile = piles.get(job);
        var parts = pile == null ? new TreeMap<Integer, Content>() : pile.parts();
        parts.put(part, bytes);
        piles.put(job, new Pile(parts, now));
    }

    Optional<Content> find(JobId job, int part) {
        return Optional.ofNullable(piles.get(job))
                .flatMap(pile -> Optional.ofNullable(pile.parts().get(part)));
    }

    void remove(JobId job) {
        piles.remove(job);
    }

    /** Refuses a job whose parts are not all there. */
    void requireWhole(NewJob job) {
        PartList.in(job.payload()).ifPresent(list -> {
            var there = Optional.ofNullable(piles.get(job.id()))
                    .map(pile -> pile.parts().size())
                    .orElse(0);
            if (there != list.parts()) {
                throw new StoreException(
                        ErrorCode.CALL_FAILED,
                        "job " + job.id() + " has " + there + " of the " + list.parts()
                                + " parts of its payload; stage them all and accept it within an hour");
            }
        });
    }

    /** Removes what nobody came for. */
    void prune(Predicate<JobId> isJob, Instant now) {
        piles.entrySet()
                .removeIf(entry -> !isJob.test(entry.getKey())
                        && !entry.getValue().last().plus(PartStore.UNCLAIMED).isAfter(now));
    }
}
