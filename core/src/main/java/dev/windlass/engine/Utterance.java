package dev.windlass.engine;

import dev.windlass.store.LeaseKey;
import dev.windlass.store.Note;
import dev.windlass.store.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one attempt has said and the store has not yet written. Guarded by the monitor of its run. */
final class Utterance {
    private final LeaseKey lease;
    private final List<String> lines = new ArrayList<>();
    private Optional<Progress> progress = Optional.empty();
    private Optional<Note> away = Optional.empty();

    Utterance(LeaseKey lease) {
        this.lease = lease;
    }

    void add(String line) {
        lines.add(Note.cut(line));
        keepLast();
    }

    void add(Progress latest) {
        progress = Optional.of(latest);
    }

    private void keepLast() {
        // No more are kept in the end; older ones give way.
        var tooMany = lines.size() - Note.MOST_LINES;
        if (tooMany > 0) {
            lines.subList(0, tooMany).clear();
        }
    }

    /** All of it, which is said with this. */
    Optional<Note> say() {
        if (lines.isEmpty() && progress.isEmpty()) {
            return Optional.empty();
        }
        var note = new Note(lease, progress, List.copyOf(lines));
        lines.clear();
        progress = Optional.empty();
        return Optional.of(note);
    }

    /** All of it, to be written by a call of its own. */
    Optional<Note> send() {
        away = say();
        return away;
    }

    /** Whether what was sent is still on its way. */
    boolean isAway() {
        return away.isPresent();
    }

    /** What was sent is written. */
    void written() {
        away = Optional.empty();
    }

    /** What was sent may not be written: it is still to be said, before all that came since. */
    void takeBack() {
        away.ifPresent(note -> {
            lines.addAll(0, note.lines());
            keepLast();
            progress = progress.or(note::progress);
        });
        away = Optional.empty();
    }
}
