package dev.windlass.store.postgres;

import dev.windlass.store.ClaimPlan;

/** The column of that name: a lane's code, plus 4 for its suspects, who stand apart so that nobody claims them by accident. */
final class Line {
    private static final int SUSPECT = 4;

    private Line() {}

    static int of(ClaimPlan.Entry entry) {
        return entry.lane().code() + (entry.kind() == ClaimPlan.Kind.SUSPECT ? SUSPECT : 0);
    }

    static boolean suspect(int line) {
        return line >= SUSPECT;
    }
}
