package dev.windlass.store.sqlite;

import dev.windlass.store.ClaimPlan;
import dev.windlass.task.Lane;

/** The column of that name: a lane's code, plus 4 for its suspects, who stand apart so that nobody claims them by accident. */
final class Line {
    /** Added for suspects. In SQL, {@code line & 3} is the lane and {@code line | 4} its line of suspects. */
    static final int SUSPECT = 4;

    private Line() {}

    static int of(Lane lane) {
        return lane.code();
    }

    static int of(ClaimPlan.Entry entry) {
        return entry.lane().code() + (entry.kind() == ClaimPlan.Kind.SUSPECT ? SUSPECT : 0);
    }

    static boolean suspect(int line) {
        return line >= SUSPECT;
    }
}
