package dev.windlass.store.sqlite;

import java.sql.SQLException;

/** What a job has beyond its base row and its life: the bits of the column marks, as the migrations list them. */
enum Mark {
    TERMS(1),
    KEY(2),
    KEY_UNTIL_STARTED(4),
    COUNTED(8),
    LIMITED(16),
    PERMITTED(32),
    CANCEL(64),
    PARKED(128),
    RATED(256),
    SPENT(512),
    LINED(1024),
    EXPIRES(2048),
    /** The claim under which the job is held, or was last, has ended its hold on its unique key. */
    LET_GO(4096);

    private static final String SET = "update windlass_life set marks = marks | ? where number = ?";
    private static final String CLEAR = "update windlass_life set marks = marks & ~? where number = ?";

    private final int bit;

    Mark(int bit) {
        this.bit = bit;
    }

    boolean in(int marks) {
        return (marks & bit) != 0;
    }

    void set(Turn turn, long number) throws SQLException {
        write(turn, SET, number);
    }

    void clear(Turn turn, long number) throws SQLException {
        write(turn, CLEAR, number);
    }

    private void write(Turn turn, String sql, long number) throws SQLException {
        var update = turn.statement(sql);
        update.setInt(1, bit);
        update.setLong(2, number);
        update.executeUpdate();
    }
}
