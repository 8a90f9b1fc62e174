package dev.windlass.store.sqlite;

import dev.windlass.store.Job;
import dev.windlass.store.JobPage;
import dev.windlass.store.JobQuery;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lists of jobs by id. A filter that fits few rows makes a page shorter and never a scan longer: after {@link #MOST_SEEN} rows the
 * page ends, and the next one goes on from there.
 */
final class JobPages {
    /** Rows that one page may look at: about 20 ms. */
    static final int MOST_SEEN = 20_000;

    /** Before all ids: nothing is shorter than no byte. */
    private static final byte[] FIRST = {};

    /** The last row of the part that a page looks at; none when the table ends within it. */
    private static final String BOUND = "select id from windlass_job where id > ? order by id limit 1 offset ?";

    static final String PAGE = "select " + JobRows.COLUMNS + """
            from windlass_job j join windlass_life l on l.number = j.number
            where j.id > ?1 and (?2 is null or j.id <= ?2)
                and (?3 is null or l.state = ?3)
                and (?4 is null or j.queue = ?4)
                and (?5 is null or j.task = ?5)
            order by j.id
            limit ?6
            """;

    /** Dead letters are looked for most. While there are no more of them than this, a page sorts them all. */
    private static final int FEW_DEAD = 5_000;

    private static final String COUNT_DEAD =
            "select count(*) from (select 1 from windlass_life where state = 6 limit ?)";

    /** The same over the index of dead letters. */
    static final String DEAD = "select " + JobRows.COLUMNS + """
            from windlass_life l cross join windlass_job j on j.number = l.number
            where l.state = 6 and j.id > ?1 and (?2 is null or j.id <= ?2)
                and (?3 is null or l.state = ?3)
                and (?4 is null or j.queue = ?4)
                and (?5 is null or j.task = ?5)
            order by j.id
            limit ?6
            """;

    private JobPages() {}

    static JobPage list(Reader reader, JobQuery query) throws SQLException {
        var after = query.after().map(JobId::bytes).orElse(FIRST);
        var dead = query.state().equals(Optional.of(JobState.DEAD)) && fewDead(reader);
        var bound = dead ? Optional.<byte[]>empty() : bound(reader, after);
        var select = reader.statement(dead ? DEAD : PAGE);
        select.setBytes(1, after);
        select.setBytes(2, bound.orElse(null));
        select.setObject(3, query.state().map(JobState::code).orElse(null));
        if (!bindName(reader, select, 4, query.queue()) || !bindName(reader, select, 5, query.task())) {
            return new JobPage(List.of(), Optional.empty());
        }
        select.setInt(6, query.limit() + 1);
        return page(rows(reader, select), query.limit(), bound.map(JobId::of));
    }

    private static boolean fewDead(Reader reader) throws SQLException {
        var select = reader.statement(COUNT_DEAD);
        select.setInt(1, FEW_DEAD + 1);
        try (var row = select.executeQuery()) {
            return row.next() && row.getInt(1) <= FEW_DEAD;
        }
    }

    private static Optional<byte[]> bound(Reader reader, byte[] after) throws SQLException {
        var select = reader.statement(BOUND);
        select.setBytes(1, after);
        select.setInt(2, MOST_SEEN - 1);
        try (var row = select.executeQuery()) {
            return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
        }
    }

    /** Answers false for a name that no job has. */
    private static boolean bindName(Reader reader, PreparedStatement select, int parameter, Optional<String> name)
            throws SQLException {
        if (name.isEmpty()) {
            select.setObject(parameter, null);
            return true;
        }
        var number = reader.findNumber(name.get());
        select.setInt(parameter, number.orElse(0));
        return number.isPresent();
    }

    private static List<Job> rows(Reader reader, PreparedStatement select) throws SQLException {
        var jobs = new ArrayList<Job>();
        try (var row = select.executeQuery()) {
            while (row.next()) {
                jobs.add(JobRows.read(reader, row));
            }
        }
        return jobs;
    }

    /** One row more than the limit was asked for: its presence says that there is a next page. */
    private static JobPage page(List<Job> found, int limit, Optional<JobId> bound) {
        if (found.size() > limit) {
            return new JobPage(
                    List.copyOf(found.subList(0, limit)),
                    Optional.of(found.get(limit - 1).id()));
        }
        return new JobPage(List.copyOf(found), bound);
    }
}
