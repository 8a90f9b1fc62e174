package dev.windlass.store.contract.simulation;

/** Whether the store answers at all. */
final class Outage {
    private final Agenda agenda;
    private long until;

    Outage(Agenda agenda) {
        this.agenda = agenda;
    }

    void begin(long nanos) {
        until = Math.max(until, agenda.now() + nanos);
    }

    void end() {
        until = agenda.now();
    }

    boolean lasts() {
        return agenda.now() < until;
    }
}
