package dev.windlass.store.sqlite;

import dev.windlass.store.Depth;
import java.util.HashMap;
import java.util.Map;

/**
 * How far the auditor has counted what stands in queues with a bound, and how much he found. He counts a stretch at a call, by the
 * numbers of jobs; what comes, goes or changes in what he has counted already is added here by whoever does it, so that the sum is
 * that of the moment at which he comes to the end. Between his rounds nobody adds anything.
 *
 * <p>Rejected: sums in the file, which would let an audit of a sound store write and sync at every call.
 *
 * <p>Belongs to the thread that writes.
 */
final class Recount {
    private final Map<Integer, Depth> counted = new HashMap<>();
    private long upTo;

    /** What the transaction under way has added, and how far it has come: nothing of it holds before its commit. */
    private final Map<Integer, Depth> added = new HashMap<>();

    private long reached;

    /** Begins anew. */
    void begin() {
        counted.clear();
        added.clear();
        upTo = 0;
        reached = 0;
    }

    /** Whether a round that went as far as this number can go on. */
    boolean isAt(long number) {
        return reached == number;
    }

    /** Whether a job of this number is counted. */
    boolean covers(long number) {
        return number <= reached;
    }

    void add(int queue, Depth more) {
        added.merge(queue, more, Depth::plus);
    }

    /** All jobs up to this number are counted. */
    void reach(long number) {
        reached = number;
    }

    Depth of(int queue) {
        return counted.getOrDefault(queue, Depth.NONE).plus(added.getOrDefault(queue, Depth.NONE));
    }

    /** The round is over. */
    void end() {
        added.clear();
        reached = 0;
    }

    void committed() {
        upTo = reached;
        if (upTo == 0) {
            counted.clear();
        }
        added.forEach((queue, more) -> counted.merge(queue, more, Depth::plus));
        added.clear();
    }

    void undone() {
        added.clear();
        reached = upTo;
    }

    /** A part of the transaction may be undone. If it has added anything, the round is given up, and the auditor begins anew. */
    void doubt() {
        if (!added.isEmpty()) {
            end();
        }
    }
}
