package dev.windlass.store.sqlite;

import dev.windlass.store.Repair;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A fault of rows with a number, as SQL.
 *
 * @param fault what is wrong, for people
 * @param remedy what is done about it, for people
 * @param subject of what the keys are the numbers, for people
 * @param look selects key, whether it is wrong, for keys above ?1 in their order, at most ?2 of them. Read beside the writer
 * @param healing says whether there was something to heal
 */
record Check(String fault, String remedy, String subject, String look, Healing healing) implements Fault<Long> {
    /** What has the number of a job. */
    static final String JOB = "job";

    /** Rows of a table that belong to jobs, by a column that names the job, where there is no such job. */
    static Check orphans(String table, String what) {
        return rows(
                table,
                what + " of no job",
                "removed",
                "not exists (select 1 from windlass_job j where j.number = t.job)");
    }

    /** Rows of a table that belong to jobs, by a column that names the job, and are removed where this is so of t. */
    static Check rows(String table, String fault, String remedy, String wrong) {
        return new Check(fault, remedy, JOB, """
                select t.job, %s
                from (select distinct job from %s where job > ?1 order by job limit ?2) t
                """.formatted(wrong, table), Healing.by("""
                        delete from %s
                        where job in (select t.job from (select ?1 as job) t where %s)
                        """.formatted(table, wrong)));
    }

    /** A life that breaks a rule, which one update mends. The condition speaks of windlass_life. */
    static Check life(String fault, String remedy, String wrong, String set) {
        return life(
                fault,
                remedy,
                wrong,
                Healing.by("update windlass_life set " + set + " where number = ?1 and " + wrong));
    }

    /** A life that does not know what there is of its job. */
    static Check forgetful(String fault, String remedy, String wrong) {
        var select = "select 1 from windlass_life where number = ?1 and " + wrong;
        return life(fault, remedy, wrong, Healing.where(select, Restoring::restore));
    }

    private static Check life(String fault, String remedy, String wrong, Healing heal) {
        var look = "select number, " + wrong + " from windlass_life where number > ?1 order by number limit ?2";
        return new Check(fault, remedy, JOB, look, heal);
    }

    @Override
    public void bind(PreparedStatement look, Long after, int limit) throws SQLException {
        look.setLong(1, after);
        look.setInt(2, limit);
    }

    @Override
    public Long key(ResultSet row) throws SQLException {
        return row.getLong(1);
    }

    @Override
    public boolean isWrong(ResultSet row) throws SQLException {
        return row.getBoolean(2);
    }

    @Override
    public Optional<Repair> heal(Turn turn, Long key) throws SQLException {
        return healing.heal(turn, key)
                ? Optional.of(Repairs.keep(turn, fault, subject(turn, key), remedy))
                : Optional.empty();
    }

    private String subject(Turn turn, long key) throws SQLException {
        return subject.equals(JOB) ? Repairs.job(turn, key) : subject + " " + key;
    }
}
