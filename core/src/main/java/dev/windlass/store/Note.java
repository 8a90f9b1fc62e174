package dev.windlass.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What an attempt has to say while it runs. Advisory: a note that is lost costs a line, never a job. */
public record Note(LeaseKey lease, Optional<Progress> progress, List<Line> said) {
    /** Longest line that is kept, in characters. */
    public static final int MOST_LINE = 2_000;

    /** Most lines that are kept of a job's log: the latest. */
    public static final int MOST_LINES = 1_000;

    /**
     * A line of the job's log.
     *
     * @param ago how long before the note was made it was said, as its holder measured: the store counts that back from its own clock
     */
    public record Line(String text, Duration ago) {
        public Line {
            text = cut(text);
        }

        /** When it was said, if the note arrives now. */
        public Instant at(Instant now) {
            return now.minus(ago);
        }
    }

    public Note {
        said = List.copyOf(said);
    }

    /** A note whose lines are said with it. */
    public static Note of(LeaseKey lease, Optional<Progress> progress, List<String> lines) {
        return new Note(
                lease,
                progress,
                lines.stream().map(line -> new Line(line, Duration.ZERO)).toList());
    }

    /** The lines alone. */
    public List<String> lines() {
        return said.stream().map(Line::text).toList();
    }

    /** A line as it is kept. */
    public static String cut(String line) {
        return Texts.cut(line, MOST_LINE);
    }

    /** Bytes that this note counts against a batch's limit. */
    public long weight() {
        return said.stream().mapToLong(line -> line.text().length()).sum();
    }
}
