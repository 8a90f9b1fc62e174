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

    /** All rows that are not yet pruned, the youngest first. */
    List<Worker> list();
}
