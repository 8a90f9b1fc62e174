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
    private final Ticker ticker;
    private final List<Said> lines = new ArrayList<>();
    private Optional<Progress> progress = Optional.empty();
    private Optional<Sent> away = Optional.empty();

    /** A line, and when it was said. */
    private record Said(String text, long nanos) {}

    /** What is on its way; its lines are kept with their time, which goes on if they have to be sent again. */
    private record Sent(List<Said> lines, Optional<Progress> progress) {}

    Utterance(LeaseKey lease, Ticker ticker) {
        this.lease = lease;
        this.ticker = ticker;
    }

    void add(String line) {
        lines.add(new Said(Note.cut(line), ticker.nanos()));
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
        return take().map(this::note);
    }

    /** All of it, to be written by a call of its own. */
    Optional<Note> send() {
        away = take();
        return away.map(this::note);
    }

    private Optional<Sent> take() {
        if (lines.isEmpty() && progress.isEmpty()) {
            return Optional.empty();
        }
        var taken = new Sent(List.copyOf(lines), progress);
        lines.clear();
        progress = Optional.empty();
        return Optional.of(taken);
    }

    private Note note(Sent sent) {
        return new Note(
                lease,
                sent.progress(),
                sent.lines().stream()
                        .map(line -> new Note.Line(line.text(), ticker.since(line.nanos())))
                        .toList());
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
        away.ifPresent(sent -> {
            lines.addAll(0, sent.lines());
            keepLast();
            progress = progress.or(sent::progress);
        });
        away = Optional.empty();
    }
}
