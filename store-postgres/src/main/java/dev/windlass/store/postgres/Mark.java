package dev.windlass.store.postgres;

/** What a job has beyond its rows: the bits of the columns marks, as 1.sql lists them. */
enum Mark {
    TERMS(1),
    KEY(2),
    KEY_UNTIL_STARTED(4),
    COUNTED(8),
    LIMITED(16),
    PERMITTED(32),
    RATED(256),
    SPENT(512),
    LINED(1024),
    EXPIRES(2048),
    /** The claim under which the job is held, or was last, has ended its hold on its unique key. */
    LET_GO(4096);

    private final int bit;

    Mark(int bit) {
        this.bit = bit;
    }

    int bit() {
        return bit;
    }

    boolean in(int marks) {
        return (marks & bit) != 0;
    }
}
