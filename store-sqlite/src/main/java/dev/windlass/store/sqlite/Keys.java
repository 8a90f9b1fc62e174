package dev.windlass.store.sqlite;

import dev.windlass.store.Edit;
import dev.windlass.store.EditAnswer;
import dev.windlass.store.NewJob;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Unique;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Unique keys: who holds one, and until when. The write lock is held, so between a look and what follows from it nobody comes. */
final class Keys {
    static final String HOLDER = """
            select first
            from windlass_key
            where task = ? and key = ? and (until is null or until > ?)
            """;

    /** Replaces a holder whose time was over. */
    private static final String HOLD =
            "insert or replace into windlass_key (task, key, first, until) values (?, ?, ?, ?)";

    /** A key that is held for a time is nobody's to give back. */
    static final String FREE = """
            delete from windlass_key
            where first = (select id from windlass_job where number = ?) and until is null
            """;

    /** A bounded number: whoever finds a key whose time is over takes it all the same. */
    static final String PRUNE = """
            delete from windlass_key
            where (task, key) in (select task, key from windlass_key where until <= ? limit 1000)
            """;

    private static final String WITH_TERMS = """
            select l.number, j.task, t.text
            from windlass_job j
                join windlass_life l on l.number = j.number
                join windlass_terms t on t.job = j.number
            where j.id = ? and
            """;
    private static final String REVIVED = WITH_TERMS + " l.state = 6";
    private static final String LET_GO = WITH_TERMS + " l.state in (1, 3) and l.marks & 4096";

    private Keys() {}

    /** The job that answers for a new one, changed as the new one's key asks; none if the new one is to be accepted. */
    static Optional<JobId> first(Turn turn, NewJob job) throws SQLException {
        var unique = job.terms().unique();
        // A repeat of an accept finds itself, in whatever state it is and whoever holds its key by now.
        if (unique.isEmpty() || JobNumbers.find(turn, job.id()).isPresent()) {
            return Optional.empty();
        }
        var first = holder(turn, turn.number(job.task()), unique.get().key());
        if (first.isPresent()) {
            act(turn, first.get(), unique.get(), job);
        }
        return first;
    }

    /** Whether another job would answer for this one. */
    static boolean isHeld(Turn turn, NewJob job) throws SQLException {
        var unique = job.terms().unique();
        return unique.isPresent()
                && holder(turn, turn.number(job.task()), unique.get().key()).isPresent();
    }

    private static Optional<JobId> holder(Turn turn, int task, String key) throws SQLException {
        var select = turn.statement(HOLDER);
        select.setInt(1, task);
        select.setString(2, key);
        select.setLong(3, turn.micros());
        try (var row = select.executeQuery()) {
            return row.next() ? Optional.of(JobId.of(row.getBytes(1))) : Optional.empty();
        }
    }

    private static void act(Turn turn, JobId first, Unique unique, NewJob job) throws SQLException {
        switch (unique.action()) {
            case REJECT -> {}
            case REPLACE -> replace(turn, first, job);
            case MOVE_EARLIER -> Editing.moveEarlier(turn, first, job.due());
        }
    }

    /** The names of secret fields come with the payload: it must not be shown under the mask of another. */
    private static void replace(Turn turn, JobId first, NewJob job) throws SQLException {
        var edit = Edit.NOTHING.withPayload(job.payload()).withLane(job.lane()).withDue(job.due());
        if (Editing.edit(turn, first, edit) == EditAnswer.EDITED) {
            TermRows.mark(turn, JobNumbers.find(turn, first).orElseThrow(), job.terms());
        }
    }

    /** Gives an accepted job the key that nobody held. */
    static void hold(Turn turn, long number, NewJob job) throws SQLException {
        var unique = job.terms().unique();
        if (unique.isPresent()) {
            hold(turn, number, turn.number(job.task()), job.id(), unique.get());
        }
    }

    private static void hold(Turn turn, long number, int task, JobId id, Unique unique) throws SQLException {
        var insert = turn.statement(HOLD);
        insert.setInt(1, task);
        insert.setString(2, unique.key());
        insert.setBytes(3, id.bytes());
        switch (unique.scope()) {
            case UNTIL_STARTED -> {
                insert.setObject(4, null);
                Mark.KEY_UNTIL_STARTED.set(turn, number);
            }
            case UNTIL_FINISHED -> {
                insert.setObject(4, null);
                Mark.KEY.set(turn, number);
            }
            case FOR_TIME ->
                insert.setLong(4, Micros.ceil(Due.in(unique.lasting()).from(turn.now())));
        }
        insert.executeUpdate();
    }

    /** A job that may hold a key, and what it knows of that. */
    record Asker(long number, int task, JobId id, int marks) {}

    /** Gives a job the key that it should hold, if it is free or its own; without a key, or one of another's, it knows of none. */
    static void holdStill(Turn turn, Asker job, Optional<Unique> asked) throws SQLException {
        Mark.KEY.clear(turn, job.number());
        Mark.KEY_UNTIL_STARTED.clear(turn, job.number());
        if (asked.isEmpty() || asked.get().scope() == Unique.Scope.FOR_TIME) {
            return;
        }
        var holder = holder(turn, job.task(), asked.get().key());
        // Nobody knows whether a job without a mark has started before: then only a row that is there still holds its
        // key.
        var mayTake = asked.get().scope() == Unique.Scope.UNTIL_FINISHED || Mark.KEY_UNTIL_STARTED.in(job.marks());
        if (holder.map(job.id()::equals).orElse(mayTake)) {
            hold(turn, job.number(), job.task(), job.id(), asked.get());
        }
    }

    /** Holds a key for a time that another store has set, unless another job holds it. */
    static void holdUntil(Turn turn, NewJob job, Instant until) throws SQLException {
        var unique = job.terms().unique();
        if (unique.isEmpty()) {
            return;
        }
        var task = turn.number(job.task());
        var holder = holder(turn, task, unique.get().key());
        if (holder.isEmpty() || holder.get().equals(job.id())) {
            var insert = turn.statement(HOLD);
            insert.setInt(1, task);
            insert.setString(2, unique.get().key());
            insert.setBytes(3, job.id().bytes());
            insert.setLong(4, Micros.ceil(until));
            insert.executeUpdate();
        }
    }

    static void free(Turn turn, LooseEnds.Loose job) throws SQLException {
        // A job that is tied up for something else may still wait: only its claim ends a key that is held until it has
        // started.
        if (job.state().ended() || (job.state() == JobState.RUNNING && job.has(Mark.KEY_UNTIL_STARTED))) {
            var delete = turn.statement(FREE);
            delete.setLong(1, job.number());
            delete.executeUpdate();
            Mark.KEY_UNTIL_STARTED.clear(turn, job.number());
            if (job.state() == JobState.RUNNING) {
                Mark.LET_GO.set(turn, job.number());
            }
        }
    }

    /** Gives a dead job its key again; answers false where another job holds it. What has no key, or is not dead, has none to lose. */
    static boolean holdAgain(Turn turn, JobId id) throws SQLException {
        return holdAgain(turn, REVIVED, id);
    }

    /**
     * A job whose claim has ended its hold on its key has not started after all. Whoever took the key meanwhile keeps it, and both
     * run: neither may be dropped.
     */
    static void holdAfterClaim(Turn turn, JobId id) throws SQLException {
        holdAgain(turn, LET_GO, id);
    }

    private static boolean holdAgain(Turn turn, String sql, JobId id) throws SQLException {
        var select = turn.statement(sql);
        select.setBytes(1, id.bytes());
        long number;
        int task;
        Unique unique;
        try (var row = select.executeQuery()) {
            var found = row.next() ? TermRows.read(row.getString(3)).unique() : Optional.<Unique>empty();
            if (found.isEmpty()) {
                return true;
            }
            number = row.getLong(1);
            task = row.getInt(2);
            unique = found.get();
        }
        var holder = holder(turn, task, unique.key());
        if (holder.isPresent() && !holder.get().equals(id)) {
            return false;
        }
        if (unique.scope() != Unique.Scope.FOR_TIME) {
            hold(turn, number, task, id, unique);
        }
        return true;
    }

    static void prune(Turn turn) throws SQLException {
        var delete = turn.statement(PRUNE);
        delete.setLong(1, turn.micros());
        delete.executeUpdate();
    }
}
