package dev.windlass.transfer;

import dev.windlass.store.QueueOverride;
import dev.windlass.store.Transfer;
import dev.windlass.task.Limit;

/** What is done with the lines of a file, in their order. Each refuses what makes no sense with an IllegalArgumentException. */
interface Receiver {
    void queue(QueueOverride said);

    void limit(Limit override);

    void part(PartLine part);

    void job(Transfer job);

    /** All lines were read. */
    void end();
}
