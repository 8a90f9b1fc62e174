package dev.windlass.store.contract.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What happened, line by line. Most seeds are run without one: a seed that failed is simply run again. */
final class Journal {
    private static final int LONGEST_LINE = 600;

    private final Agenda agenda;
    private final boolean open;
    private final List<String> lines = new ArrayList<>();

    Journal(Agenda agenda, boolean open) {
        this.agenda = agenda;
        this.open = open;
    }

    void add(String who, String what, Object... details) {
        if (!open) {
            return;
        }
        var line = new StringBuilder(String.format(Locale.ROOT, "%10.3f ms  %-7s %s", agenda.now() / 1e6, who, what));
        for (var detail : details) {
            line.append(' ').append(detail);
        }
        lines.add(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line.toString());
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
