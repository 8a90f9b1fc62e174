package dev.windlass.store.sqlite;

import java.util.Comparator;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * When to look at which rows again: the table cut into stretches of numbers, each with a time before which none of its rows can be
 * over. It stands in for an index by the end of keeping, which made claim and finish 9 % dearer.
 *
 * <p>A time that is too early costs a look for nothing, one that is too late keeps rows for too long; so whatever is not known is put
 * early, and after an opening all is due. About one stretch for each thousand rows, so ten million rows take a megabyte. Safe for
 * all threads.
 */
final class Forecast {
    /** Where the table begins, all of which is still to be looked at. */
    private static final Stretch WHOLE = new Stretch(0, 0);

    /** The rows after a number, up to where the next stretch begins. The last one has no end: new rows come there. */
    record Stretch(long after, long due) {}

    /**
     * What a look has found.
     *
     * @param upTo the last number it has covered
     * @param left whether any row is left there
     * @param due before when none of those can be over
     */
    record Look(long after, long upTo, boolean left, long due) {}

    private final NavigableMap<Long, Stretch> byPlace = new TreeMap<>();
    private final NavigableSet<Stretch> byDue =
            new TreeSet<>(Comparator.comparingLong(Stretch::due).thenComparingLong(Stretch::after));

    Forecast() {
        put(WHOLE);
    }

    /** The stretch whose time comes first. */
    synchronized Stretch first() {
        return byDue.first();
    }

    /** The one to which new rows come. */
    synchronized Stretch open() {
        return byPlace.lastEntry().getValue();
    }

    /** Rows from here on are so new that none of them can be over before {@code due}. */
    synchronized void cut(long after, long due) {
        put(new Stretch(after, due));
    }

    /** Takes over what a look has found, once whatever it removed is gone for good. It must not reach into the open stretch. */
    synchronized void saw(Look look) {
        var rest = byPlace.floorEntry(look.upTo()).getValue().due();
        var covered = byPlace.subMap(look.after(), true, look.upTo(), true);
        byDue.removeAll(covered.values());
        covered.clear();
        if (look.left()) {
            put(new Stretch(look.after(), look.due()));
            put(new Stretch(look.upTo(), rest));
        } else {
            // Joined with the next: a stretch without rows would never go away.
            put(new Stretch(look.after(), rest));
        }
    }

    private void put(Stretch stretch) {
        var former = byPlace.put(stretch.after(), stretch);
        if (former != null) {
            byDue.remove(former);
        }
        byDue.add(stretch);
    }
}
