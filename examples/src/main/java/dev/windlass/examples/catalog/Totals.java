package dev.windlass.examples.catalog;

import java.util.List;

/**
 * What a summary has to say: the sums of a catalogue, and what is missing in it.
 *
 * @param types sums by media type, those with most files first
 * @param unread how many jobs ended as dead letters
 * @param examples the first of them, at most {@link #MOST_EXAMPLES}: the others are in the store
 */
record Totals(Sum all, List<Sum> types, long unread, List<Unread> examples) {
    static final int MOST_EXAMPLES = 20;

    /** Files of one type, or of all. */
    record Sum(String type, long files, long bytes, long lines, long words) {
        static Sum none(String type) {
            return new Sum(type, 0, 0, 0, 0);
        }

        Sum plus(FileFacts facts) {
            var text = facts.text();
            return new Sum(
                    type,
                    files + 1,
                    bytes + facts.bytes(),
                    lines + (text == null ? 0 : text.lines()),
                    words + (text == null ? 0 : text.words()));
        }
    }

    /** A file or a directory that could not be read, and why. */
    record Unread(String path, String reason) {}
}
