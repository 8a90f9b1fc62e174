package dev.windlass.store.contract.simulation;

/** What a process was built from: while one edition replaces another, both work beside each other. */
enum Edition {
    /** It lacks a task that the new one has, and reads older payloads only. */
    OLD(1),
    NEW(2);

    private final int version;

    Edition(int version) {
        this.version = version;
    }

    /** The highest version of payloads that it reads. */
    int version() {
        return version;
    }
}
