package dev.windlass.docs;

import dev.windlass.store.Job;
import dev.windlass.store.Store;
import dev.windlass.store.StoreClock;
import dev.windlass.task.JobState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tries each cell of the table of states and commands on a store. A cell in bold names the state that the job moves to; a dash
 * says that nothing changes, and the word after it is what the caller is told.
 */
final class StateWalk {
    private static final String ABSENT = "absent";
    private static final String STAYS = "–";

    private final Document page;
    private final Function<StoreClock, Store> open;
    private int tried;

    StateWalk(Document page, Function<StoreClock, Store> open) {
        this.page = page;
        this.open = open;
    }

    /** The cells that are not true. */
    List<String> untrue() {
        var complaints = new ArrayList<String>();
        var table = page.table("command");
        for (var row : table.rows()) {
            for (var column = 1; column < table.columns().size(); column++) {
                var said = row.cells().get(column);
                var done = tryOut(row.first(), state(table.columns().get(column)));
                if (!said.equals(done)) {
                    complaints.add(page.complaint(
                            row.line(),
                            row.first() + " × " + table.columns().get(column) + " says \"" + said
                                    + "\", the store does \"" + done + "\""));
                }
            }
        }
        return complaints;
    }

    /** How many cells were tried. */
    int tried() {
        return tried;
    }

    private static Optional<JobState> state(String column) {
        return column.equals(ABSENT) ? Optional.empty() : Optional.of(JobState.valueOf(column));
    }

    private String tryOut(String name, Optional<JobState> state) {
        tried++;
        var command = Commands.BY_NAME.get(name);
        if (command == null) {
            return "no such command";
        }
        var scene = Scene.of(state, open);
        var before = scene.job();
        var answer = command.apply(scene);
        var after = scene.job();
        return (after.equals(before) ? STAYS + " " + answer : moved(after)).strip();
    }

    private static String moved(Optional<Job> after) {
        return "**" + after.map(job -> job.state().name()).orElse(ABSENT) + "**";
    }
}
