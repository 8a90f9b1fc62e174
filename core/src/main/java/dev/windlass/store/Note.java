package dev.windlass.store;

import java.util.List;
import java.util.Optional;

/** What an attempt has to say while it runs. Advisory: a note that is lost costs a line, never a job. */
public record Note(LeaseKey lease, Optional<Progress> progress, List<String> lines) {
    /** Longest line that is kept, in characters. */
    public static final int MOST_LINE = 2_000;

    /** Most lines that are kept of a job's log: the latest. */
    public static final int MOST_LINES = 1_000;

    public Note {
        lines = lines.stream().map(Note::cut).toList();
    }

    /** A line as it is kept. */
    public static String cut(String line) {
        return Texts.cut(line, MOST_LINE);
    }

    /** Bytes that this note counts against a batch's limit. */
    public long weight() {
        return lines.stream().mapToLong(String::length).sum();
    }
}
