package dev.windlass.store.sqlite;

import dev.windlass.store.NewJob;
import dev.windlass.store.PartList;
import dev.windlass.store.PartStore;
import dev.windlass.store.StoreException;
import dev.windlass.task.Content;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.JobId;
import java.sql.SQLException;
import java.util.OptionalLong;

/** Stages the parts of large payloads, gives them to their jobs, and removes those that have none. */
final class Piles {
    /** Most parts that one turn removes: 8 MiB, so that no other write waits long. */
    private static final int MOST_REMOVED = 32;

    /** A pile that belongs to a job is not loose, and stays as it is. */
    private static final String PILE = """
            insert into windlass_pile (job, loose)
            values (?, ?)
            on conflict (job) do update set loose = excluded.loose where loose is not null
            """;

    private static final String PART = """
            insert into windlass_part (pile, part, type, version, crc, bytes)
            select number, ?2, ?3, ?4, ?5, ?6
            from windlass_pile
            where job = ?1 and loose is not null
            on conflict (pile, part) do update
            set type = excluded.type, version = excluded.version, crc = excluded.crc, bytes = excluded.bytes
            """;
    private static final String DROP = "update windlass_pile set loose = ? where job = ? and loose is not null";
    private static final String ADOPT = "update windlass_pile set loose = null where job = ?";
    private static final String COUNT = """
            select count(*)
            from windlass_pile pile join windlass_part p on p.pile = pile.number
            where pile.job = ?
            """;

    /** For the job with this number, which is being pruned. */
    static final String ORPHAN =
            "update windlass_pile set loose = 0 where job = (select id from windlass_job where number = ?)";

    static final String LOOSE = """
            select number
            from windlass_pile
            where loose <= ?
            order by loose
            limit 1
            """;
    private static final String CUT = """
            delete from windlass_part
            where rowid in (select rowid from windlass_part where pile = ? limit ?)
            """;
    private static final String REMOVE = """
            delete from windlass_pile
            where number = ?1 and not exists (select 1 from windlass_part where pile = ?1)
            """;

    private Piles() {}

    static boolean stage(Turn turn, JobId job, int part, Content bytes) throws SQLException {
        var pile = turn.statement(PILE);
        pile.setBytes(1, job.bytes());
        pile.setLong(2, turn.after(PartStore.UNCLAIMED));
        pile.executeUpdate();
        var insert = turn.statement(PART);
        insert.setBytes(1, job.bytes());
        insert.setInt(2, part);
        Contents.bind(insert, 3, bytes, turn::number);
        return insert.executeUpdate() == 1;
    }

    static boolean drop(Turn turn, JobId job) throws SQLException {
        var update = turn.statement(DROP);
        update.setLong(1, turn.micros());
        update.setBytes(2, job.bytes());
        return update.executeUpdate() == 1;
    }

    /** Gives the parts to their job, which has just been inserted. Costs a job of another payload the look at its type. */
    static void adopt(Turn turn, NewJob job) throws SQLException {
        if (!job.payload().type().equals(PartList.TYPE)) {
            return;
        }
        var list = PartList.in(job.payload()).orElseThrow();
        var there = count(turn, job.id());
        if (there != list.parts()) {
            throw new StoreException(
                    ErrorCode.CALL_FAILED,
                    "job " + job.id() + " has " + there + " of the " + list.parts()
                            + " parts of its payload; stage them all and accept it within an hour");
        }
        var update = turn.statement(ADOPT);
        update.setBytes(1, job.id().bytes());
        update.executeUpdate();
    }

    private static int count(Turn turn, JobId job) throws SQLException {
        var select = turn.statement(COUNT);
        select.setBytes(1, job.bytes());
        try (var row = select.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    /** Removes parts of a pile that belongs to no job. Answers whether there were any, so that there may be more. */
    static boolean prune(Turn turn) throws SQLException {
        var loose = loose(turn);
        if (loose.isEmpty()) {
            return false;
        }
        var cut = turn.statement(CUT);
        cut.setLong(1, loose.getAsLong());
        cut.setInt(2, MOST_REMOVED);
        cut.executeUpdate();
        var remove = turn.statement(REMOVE);
        remove.setLong(1, loose.getAsLong());
        remove.executeUpdate();
        return true;
    }

    private static OptionalLong loose(Turn turn) throws SQLException {
        var select = turn.statement(LOOSE);
        select.setLong(1, turn.micros());
        try (var row = select.executeQuery()) {
            return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
        }
    }
}
