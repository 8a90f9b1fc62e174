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
                and (?7 is null or exists (select 1 from windlass_tag t where t.tag = ?7 and t.job = j.number))
            order by j.id
            limit ?6
            """;

    /** While there are no more dead letters than this, or jobs with a tag, a page sorts them all. */
    private static final int FEW = 5_000;

    private static final String COUNT_DEAD =
            "select count(*) from (select 1 from windlass_life where state = 6 limit ?)";

    /** The same over the index of dead letters. */
    static final String DEAD = "select " + JobRows.COLUMNS + """
            from windlass_life l cross join windlass_job j on j.number = l.number
            where l.state = 6 and j.id > ?1 and (?2 is null or j.id <= ?2)
                and (?3 is null or l.state = ?3)
                and (?4 is null or j.queue = ?4)
                and (?5 is null or j.task = ?5)
                and (?7 is null or exists (select 1 from windlass_tag t where t.tag = ?7 and t.job = j.number))
            order by j.id
            limit ?6
            """;

    private static final String COUNT_TAGGED =
            "select count(*) from (select 1 from windlass_tag where tag = ? limit ?)";

    /** The same over the jobs with a tag. */
    static final String TAGGED = "select " + JobRows.COLUMNS + """
            from windlass_tag t
                cross join windlass_life l on l.number = t.job
                cross join windlass_job j on j.number = t.job
            where t.tag = ?7 and j.id > ?1 and (?2 is null or j.id <= ?2)
                and (?3 is null or l.state = ?3)
                and (?4 is null or j.queue = ?4)
                and (?5 is null or j.task = ?5)
            order by j.id
            limit ?6
            """;

    private JobPages() {}

    static JobPage list(Reader reader, JobQuery query) throws SQLException {
        var after = query.after().map(JobId::bytes).orElse(FIRST);
        var way = way(reader, query);
        var bound = way.equals(PAGE) ? bound(reader, after) : Optional.<byte[]>empty();
        var select = reader.statement(way);
        select.setBytes(1, after);
        select.setBytes(2, bound.orElse(null));
        select.setObject(3, query.state().map(JobState::code).orElse(null));
        select.setString(7, query.tag().orElse(null));
        if (!bindName(reader, select, 4, query.queue()) || !bindName(reader, select, 5, query.task())) {
            return new JobPage(List.of(), Optional.empty());
        }
        select.setInt(6, query.limit() + 1);
        return page(rows(reader, select), query.limit(), bound.map(JobId::of));
    }

    /** The shortest way to the rows: a filter that fits few is walked whole, all else in the order of ids. */
    private static String way(Reader reader, JobQuery query) throws SQLException {
        if (query.tag().isPresent() && fewTagged(reader, query.tag().get())) {
            return TAGGED;
        }
        return query.state().equals(Optional.of(JobState.DEAD)) && fewDead(reader) ? DEAD : PAGE;
    }

    private static boolean fewTagged(Reader reader, String tag) throws SQLException {
        var select = reader.statement(COUNT_TAGGED);
        select.setString(1, tag);
        select.setInt(2, FEW + 1);
        return isFew(select);
    }

    private static boolean fewDead(Reader reader) throws SQLException {
        var select = reader.statement(COUNT_DEAD);
        select.setInt(1, FEW + 1);
        return isFew(select);
    }

    private static boolean isFew(PreparedStatement count) throws SQLException {
        try (var row = count.executeQuery()) {
            return row.next() && row.getInt(1) <= FEW;
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
