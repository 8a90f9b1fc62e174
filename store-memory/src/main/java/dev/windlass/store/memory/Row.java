package dev.windlass.store.memory;

import dev.windlass.store.Attempt;
import dev.windlass.store.Job;
import dev.windlass.store.JobStore;
import dev.windlass.store.LogLine;
import dev.windlass.store.NewJob;
import dev.windlass.store.Progress;
import dev.windlass.store.Tally;
import dev.windlass.store.WaitReason;
import dev.windlass.task.Content;
import dev.windlass.task.DeadReason;
import dev.windlass.task.JobState;
import dev.windlass.task.LimitKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Everything the store knows about one job. Guarded by the ledger's lock. */
final class Row {
    /** What was accepted, as edits have left it. */
    NewJob base;

    /** Its place among all that were accepted here. */
    final long number;

    Instant accepted;
    final Deque<Attempt> attempts = new ArrayDeque<>();
    final Deque<LogLine> log = new ArrayDeque<>();

    /** Highest checkpoint ordinal accepted under each fence: answers repeats. */
    final Map<Long, Integer> checkpoints = new HashMap<>();

    JobState state = JobState.SCHEDULED;
    Instant since;
    Instant due;
    long position;
    long fence;
    Tally tally = Tally.NONE;
    boolean suspect;
    Optional<Instant> firstClaimed = Optional.empty();
    Optional<Hold> hold = Optional.empty();
    Optional<Content> result = Optional.empty();
    Optional<Content> checkpoint = Optional.empty();
    /** Set while a cancel of the running job stands: how long it is kept once it is cancelled. */
    Optional<Duration> calledOff = Optional.empty();

    /** While it has to start by then: the job has never started, and has not ended. */
    Optional<Instant> startBy;

    Optional<WaitReason> waiting = Optional.empty();
    Optional<DeadReason> reason = Optional.empty();
    Optional<String> error = Optional.empty();
    Optional<Progress> progress = Optional.empty();
    Instant keepUntil = Instant.MAX;

    /** Its part in the keys of its limits, in the order in which all stores lock. */
    final TreeMap<LimitKey, Use> uses = new TreeMap<>();

    /** Whether its claim has cost the token of a rate. */
    boolean spent;

    /** Whether the claim under which it is held has ended its hold on its unique key. */
    boolean letGo;

    /** Counts the arrows this job has taken, so that a late consequence can tell whether it still applies. */
    long moves;

    /** Counts how often this job took its unique key, so that a late consequence gives back none that was taken since. */
    long keyings;

    /** Consequences of this job's commits that are still to come; while there are any it cannot be claimed or pruned. */
    int unsettled;

    Row(long number, NewJob base, Instant now) {
        this.number = number;
        this.base = base.withTerms(base.terms().resolved(now));
        this.accepted = now;
        this.since = now;
        this.due = base.due().from(now);
        this.startBy = this.base.terms().expires().map(end -> end.from(now));
    }

    /** Takes an attempt into the history. Old ones give way, but not before {@code forgettable}: they answer repeats. */
    void record(Attempt attempt, Instant forgettable) {
        attempts.addLast(attempt);
        while (attempts.size() > JobStore.MOST_ATTEMPTS
                && !attempts.getFirst().ended().isAfter(forgettable)) {
            checkpoints.remove(attempts.removeFirst().fence());
        }
    }

    /** The attempts that are kept for people. */
    List<Attempt> history() {
        return attempts.stream()
                .skip(Math.max(0, attempts.size() - JobStore.MOST_ATTEMPTS))
                .toList();
    }

    /** Follows one arrow of the state table. */
    void move(JobState next, Instant now) {
        state = next;
        waiting = Optional.empty();
        since = now;
        moves++;
    }

    Job view() {
        return new Job(
                base.id(),
                base.task(),
                base.queue(),
                base.lane(),
                state,
                fence,
                tally,
                accepted,
                since,
                waiting,
                state == JobState.SCHEDULED ? Optional.of(due) : Optional.empty(),
                reason,
                error,
                progress,
                base.parent(),
                base.terms());
    }
}
