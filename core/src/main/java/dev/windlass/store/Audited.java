package dev.windlass.store;

import java.util.List;

/**
 * What an audit did.
 *
 * @param behind whether there are rows that this round has not looked at
 */
public record Audited(List<Repair> repairs, boolean behind) {
    /** Nothing was wrong, and nothing is left to look at. */
    public static final Audited SOUND = new Audited(List.of(), false);

    public Audited {
        repairs = List.copyOf(repairs);
    }
}
