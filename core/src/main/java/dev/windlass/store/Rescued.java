package dev.windlass.store;

/** A lease that was taken from its vanished holder, and what became of the job. */
public record Rescued(LeaseKey lease, String task, String queue, WorkerId holder, Fate fate) {
    /** What a rescue made of a job. */
    public enum Fate {
        /** It stands at its old place. */
        READY,
        /** It stands at its old place and runs alone from now on. */
        SUSPECT,
        /** It is dead. */
        QUARANTINED,
        /** Somebody had called it off while it ran: it is cancelled. */
        CANCELLED
    }
}
