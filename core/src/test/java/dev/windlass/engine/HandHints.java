package dev.windlass.engine;

/** Counts the hints that it gets, and wakes nobody. */
final class HandHints implements Hints {
    int claiming;
    int running;

    @Override
    public void accepting() {}

    @Override
    public void claiming() {
        claiming++;
    }

    @Override
    public void joining() {}

    @Override
    public void upkeep() {}

    @Override
    public void running() {
        running++;
    }

    @Override
    public void ended() {}
}
