package dev.windlass.store;

import java.util.List;

/** The rows of workers. A worker's leases live as long as its row: there is no heartbeat per job. */
public interface WorkerStore {
    /** Writes the worker's row, live for one lease length from now. A repeat changes nothing, nor does it wake an ended row. */
    void join(NewWorker worker);

    /** Prolongs the row by its lease length. An expired row that nobody has ended yet is prolonged as well. */
    Renewal renew(WorkerId worker);

    /** Ends the row at once, so that whatever leases still hang on it may be rescued. Absent is fine. */
    void leave(WorkerId worker);

    /**
     * Lets a worker take nothing more: the store gives it no further jobs at once, and raises the control revision, by which the worker
     * learns of it. What it runs goes on; its row lives until it leaves. There is no way back but another start. Answers whether the
     * row was live and its time not up; a repeat changes nothing. For stores with the ability RULED; others throw UnsupportedOperationException.
     */
    boolean drain(WorkerId worker);

    /** All rows that are not yet pruned, the youngest first. */
    List<Worker> list();
}
