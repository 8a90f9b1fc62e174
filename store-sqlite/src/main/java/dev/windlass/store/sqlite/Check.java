package dev.windlass.store.sqlite;

import java.util.List;

/**
 * Something that should not be, how it is found and how it is healed.
 *
 * @param fault what is wrong, for people
 * @param remedy what is done about it, for people
 * @param look selects key, whether it is wrong, for keys above ?1 in their order, at most ?2 of them; the key is the number of a job.
 *     Read beside the writer
 * @param heal statements on the key ?1, one after the other. Each names the fault again, because the job may have gone on since the
 *     look. They may use ?2, the time; ?3, a new place in a line; ?4, the name of what nobody knows; ?5, until when it is kept
 */
record Check(String fault, String remedy, String look, List<String> heal) {
    /** Rows of a table that belong to jobs, by a column that names the job, where there is no such job. */
    static Check orphans(String table, String what) {
        return new Check(what + " of no job", "removed", """
                select t.job, not exists (select 1 from windlass_job j where j.number = t.job)
                from (select distinct job from %s where job > ?1 order by job limit ?2) t
                """.formatted(table), List.of("""
                        delete from %s
                        where job = ?1 and not exists (select 1 from windlass_job j where j.number = ?1)
                        """.formatted(table)));
    }

    /** A life that breaks a rule, which one update mends. The condition speaks of windlass_life. */
    static Check life(String fault, String remedy, String wrong, String set) {
        return new Check(
                fault,
                remedy,
                "select number, " + wrong + " from windlass_life where number > ?1 order by number limit ?2",
                List.of("update windlass_life set " + set + " where number = ?1 and " + wrong));
    }
}
