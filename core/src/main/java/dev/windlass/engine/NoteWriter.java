package dev.windlass.engine;

import dev.windlass.store.LeaseStore;
import dev.windlass.store.Note;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Writes progress and log lines of running jobs, twice a second. What got no answer is written again, at worst twice. */
public final class NoteWriter implements Duty {
    private static final Duration PERIOD = Duration.ofMillis(500);

    private final LeaseStore store;
    private final Slots slots;
    private final Object gate;
    private List<Note> underWay = List.of();

    NoteWriter(LeaseStore store, Slots slots, Object gate) {
        this.store = store;
        this.slots = slots;
        this.gate = gate;
    }

    @Override
    public Next run() {
        synchronized (gate) {
            write();
        }
        return Next.notBefore(PERIOD);
    }

    private void write() {
        if (underWay.isEmpty()) {
            underWay = slots.running().stream()
                    .map(Run::takeNote)
                    .flatMap(Optional::stream)
                    .toList();
        }
        if (!underWay.isEmpty()) {
            store.note(underWay);
            underWay = List.of();
        }
    }
}
