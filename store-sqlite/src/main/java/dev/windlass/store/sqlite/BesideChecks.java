package dev.windlass.store.sqlite;

/**
 * What the auditor looks for in the tables beside lives, where a row and the mark that says it is there must go together. A row without
 * a mark would outlive its job, and a mark without a row promises what nobody keeps.
 */
final class BesideChecks {
    private static final String NO_OPEN_JOB =
            "not exists (select 1 from windlass_life l where l.number = t.job and l.state < 4)";

    private static final String OWN_KEY = """
            exists (
                select 1
                from windlass_key k
                where k.first = (select j.id from windlass_job j where j.number = windlass_life.number) and k.until is null)
            """;

    private static final String LOOSE_ADOPTED = """
            (loose is not null and exists (select 1 from windlass_job j where j.id = windlass_pile.job))
            """;
    private static final String NOBODYS =
            "(loose is null and not exists (select 1 from windlass_job j where j.id = windlass_pile.job))";

    static final Check KEY_UNKNOWN = Check.forgetful(
            "a unique key that its job does not know of",
            "marked",
            "(state < 4 and not marks & 6 and " + OWN_KEY + ")");

    static final Check KEY_LOST = Check.forgetful(
            "a job that has lost its unique key",
            "given back, or goes on without if another job has taken it",
            "(state < 4 and marks & 6 and not " + OWN_KEY + ")");

    static final Check EXPIRY_UNKNOWN = Check.forgetful(
            "a time to start by that its job does not know of",
            "marked",
            "(state < 4 and not marks & 2048 and exists (select 1 from windlass_expiry e where e.job = windlass_life.number))");

    static final Check EXPIRY_LOST = Check.forgetful(
            "a job that has lost the time by which it must start",
            "given back as its terms say, or goes on without if they say nothing",
            "(state < 4 and marks & 2048 and not exists (select 1 from windlass_expiry e where e.job = windlass_life.number))");

    static final Check CANCEL_UNKNOWN = Check.forgetful(
            "a cancel that its job does not know of",
            "marked",
            "(state < 4 and not marks & 64 and exists (select 1 from windlass_cancel c where c.job = windlass_life.number))");

    static final Check CANCEL_LOST = Check.forgetful(
            "a job that has lost its cancel",
            "goes on, to be cancelled again",
            "(state < 4 and marks & 64 and not exists (select 1 from windlass_cancel c where c.job = windlass_life.number))");

    static final Check EXPIRY_OF_NONE =
            Check.rows("windlass_expiry", "a time to start by of no job that waits", "removed", NO_OPEN_JOB);

    static final Check CANCEL_OF_NONE =
            Check.rows("windlass_cancel", "a cancel of no job that runs", "removed", NO_OPEN_JOB);

    /** Whatever else becomes of it, the pruner removes it bit by bit. */
    static final Check PILE_OF_NONE =
            pile("parts of a payload whose job is gone", "loose, so that they are removed", NOBODYS, "0");

    static final Check PILE_LOOSE =
            pile("parts of a payload that would be removed from their job", "kept", LOOSE_ADOPTED, "null");

    /** All parts of a large payload in one transaction would hold up every other write; the pruner takes some at a turn. */
    static final Check PARTS_OF_NONE =
            new Check("parts of no payload", "loose, so that they are removed", "pile", """
            select t.pile, not exists (select 1 from windlass_pile p where p.number = t.pile)
            from (select distinct pile from windlass_part where pile > ?1 order by pile limit ?2) t
            """, Healing.by("""
                    insert into windlass_pile (number, job, loose)
                    select ?1, randomblob(16), 0
                    where exists (select 1 from windlass_part p where p.pile = ?1)
                        and not exists (select 1 from windlass_pile p where p.number = ?1)
                    """));

    static final Check UNSEEN_KEY = new Check(
            "a key of a limit at which nobody would look again",
            "looked at",
            "key",
            "select k.number, " + LimitKeys.UNSEEN
                    + " from windlass_limit_key k where k.number > ?1 order by k.number limit ?2",
            Healing.where(
                    "select 1 from windlass_limit_key k where k.number = ?1 and " + LimitKeys.UNSEEN, LimitKeys::wake));

    static final Check UNUSED_KEY = new Check(
            "a key of a limit that no job uses",
            "removed, once it has all its tokens again",
            "key",
            "select k.number, " + LimitKeys.UNUSED
                    + " from windlass_limit_key k where k.number > ?1 order by k.number limit ?2",
            Healing.where(
                    "select 1 from windlass_limit_key k where k.number = ?1 and " + LimitKeys.UNUSED,
                    LimitKeys::forget));

    private BesideChecks() {}

    private static Check pile(String fault, String remedy, String wrong, String loose) {
        return new Check(
                fault,
                remedy,
                "pile",
                "select number, " + wrong + " from windlass_pile where number > ?1 order by number limit ?2",
                Healing.by("update windlass_pile set loose = " + loose + " where number = ?1 and " + wrong));
    }
}
