package dev.windlass.engine;

import dev.windlass.store.LeaseStore;
import dev.windlass.store.Note;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Writes progress and log lines of running jobs, twice a second. What got no answer is written again, at worst twice. */
public final class NoteWriter implements Duty {
    private static final Duration PERIOD = Duration.ofMillis(500);

    private final LeaseStore store;
    private final Slots slots;

    NoteWriter(LeaseStore store, Slots slots) {
        this.store = store;
        this.slots = slots;
    }

    @Override
    public Next run() {
        var speakers = new ArrayList<Run>();
        var notes = new ArrayList<Note>();
        for (var run : slots.running()) {
            run.takeNote().ifPresent(note -> {
                speakers.add(run);
                notes.add(note);
            });
        }
        if (!notes.isEmpty()) {
            write(notes, speakers);
        }
        return Next.notBefore(PERIOD);
    }

    private void write(List<Note> notes, List<Run> speakers) {
        try {
            store.note(notes);
        } catch (RuntimeException | Error e) {
            // Whatever it was, an end may wait for its note and must not wait for ever.
            speakers.forEach(Run::notNoted);
            throw e;
        }
        speakers.forEach(Run::noted);
    }
}
