package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.Repair;
import dev.windlass.task.Terms;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What cannot be healed stays as it is, and keeps nothing else from being healed, in this round or another. */
final class UnhealedAuditTest extends HandOnFile {
    private static final String FREED = "a unique key of no job that could give it back";
    private static final String PLACED = "a READY job without a place";

    private void strayKey(String key) throws SQLException {
        behindItsBack("insert into windlass_key (task, key, first) select task, '" + key
                + "', x'00' from windlass_job where number = 1");
    }

    /** Lets nobody change the life of the first job. */
    private void forbidTheFirst() throws SQLException {
        run("""
                create trigger forbid before update on windlass_life when old.number = 1
                begin
                    select raise(abort, 'not this one');
                end
                """);
    }

    @Test
    void terms_that_nobody_can_read_keep_no_stray_key_from_being_freed() throws SQLException {
        store.jobs().accept(List.of(Jobs.job(1).withTerms(Terms.NONE.withTag("import"))));
        behindItsBack(
                "update windlass_terms set text = 'x'", "update windlass_life set marks = marks & ~1 where number = 1");
        strayKey("user-42");

        assertThat(audit()).extracting(Repair::fault).contains(FREED);

        strayKey("user-43");
        assertThat(audit()).as("of the next round").extracting(Repair::fault).contains(FREED);
    }

    @Test
    void row_that_cannot_be_healed_is_passed_over_by_those_beside_it() throws SQLException {
        store.jobs().accept(Jobs.jobs(1, 6));
        behindItsBack("update windlass_life set position = null");
        forbidTheFirst();

        assertThat(audit())
                .extracting(Repair::subject)
                .containsExactly("job " + Jobs.id(2), "job " + Jobs.id(3), "job " + Jobs.id(4), "job " + Jobs.id(5));
        assertThat(Jobs.claim(store, Jobs.join(store, 1), 1, 10)).hasSize(4);
    }

    @Test
    void row_that_could_not_be_healed_is_healed_by_a_round_that_can() throws SQLException {
        store.jobs().accept(Jobs.jobs(1, 2));
        behindItsBack("update windlass_life set position = null");
        forbidTheFirst();
        assertThat(audit()).isEmpty();

        run("drop trigger forbid");

        assertHealed(PLACED);
    }
}
