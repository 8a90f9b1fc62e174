package dev.windlass.server;

import dev.windlass.store.QueueRow;
import dev.windlass.task.DelayText;
import dev.windlass.task.QueueBounds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The queues of a store as people and programs are shown them. */
record QueueList(List<QueueRow> rows, QueueCounts counts) {
    Answer answer() {
        var lines = new ArrayList<>(rows.stream().map(this::line).toList());
        if (!counts.isWhole()) {
            lines.add("there are too many jobs to look through; those by state are of the oldest");
        }
        return Answer.given(
                lines, Map.of("queues", rows.stream().map(this::fields).toList(), "countedAll", counts.isWhole()));
    }

    private String line(QueueRow row) {
        return String.format(Locale.ROOT, "%-6s  %s", row.paused() ? "PAUSED" : "takes", row.name())
                + standing(row)
                + words(row.rules().bounds())
                + (row.override().isPresent() ? ", overridden by hand" : "");
    }

    private String standing(QueueRow row) {
        var states = counts.words(row.name());
        var held = row.depth()
                .map(depth -> ", holds " + Words.jobs(depth.jobs()) + " of " + Words.of(depth.bytes(), "byte", "bytes"))
                .orElse(states.isEmpty() ? ", no jobs" : "");
        return (states.isEmpty() ? "" : ", " + states) + held;
    }

    private static String words(QueueBounds bounds) {
        return (bounds.depth().isPresent()
                        ? ", at most " + Words.jobs(bounds.depth().getAsLong())
                        : "")
                + (bounds.bytes().isPresent() ? ", at most " + bounds.bytes().getAsLong() + " bytes" : "")
                + (bounds.concurrency().isPresent()
                        ? ", runs at most " + bounds.concurrency().getAsInt()
                        : "")
                + bounds.rate()
                        .map(rate -> ", at most " + Words.of(rate.count(), "start", "starts") + " in "
                                + DelayText.format(rate.per()))
                        .orElse("");
    }

    private Map<String, Object> fields(QueueRow row) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", row.name());
        fields.put("paused", row.paused());
        fields.put("overridden", row.override().isPresent());
        fields.put("states", counts.of(row.name()));
        row.depth().ifPresent(depth -> fields.put("jobs", depth.jobs()));
        row.depth().ifPresent(depth -> fields.put("bytes", depth.bytes()));
        row.starts().ifPresent(starts -> fields.put("starts", starts));
        var bounds = row.rules().bounds();
        bounds.depth().ifPresent(most -> fields.put("mostJobs", most));
        bounds.bytes().ifPresent(most -> fields.put("mostBytes", most));
        bounds.concurrency().ifPresent(most -> fields.put("concurrency", most));
        bounds.rate().ifPresent(rate -> fields.put("rate", rate.count() + " in " + rate.per()));
        return fields;
    }
}
