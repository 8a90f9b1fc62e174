package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.Job;
import dev.windlass.store.JobQuery;
import dev.windlass.task.Due;
import dev.windlass.task.Terms;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a job brings along beside its payload travels with it and is shown to people. */
public abstract class TermsContract extends ContractGroup {
    private static final Terms TERMS = Terms.NONE
            .withHeader("trace", "4711")
            .withHeader("mandant", "Süd \"1\"")
            .withTag("import")
            .withTimeout(Duration.ofMillis(1_500));

    @Test
    void terms_are_shown_with_the_job() {
        var id = accept(draft().terms(TERMS));
        var plain = accept();

        assertThat(found(id).terms()).isEqualTo(TERMS);
        assertThat(found(plain).terms()).isEqualTo(Terms.NONE);
        assertThat(store.jobs().list(JobQuery.ALL).jobs())
                .allMatch(job -> job.terms().equals(job.id().equals(id) ? TERMS : Terms.NONE));
    }

    @Test
    void every_lease_carries_the_terms_of_its_job() {
        var termed = accept(draft().terms(TERMS));
        accept();
        var worker = worker();

        var leases = worker.claim(10);
        assertThat(leases)
                .allMatch(lease -> lease.terms().equals(lease.key().job().equals(termed) ? TERMS : Terms.NONE));

        leases.forEach(lease -> worker.send(endWith(lease, Ends.giveBack())));
        assertThat(worker.claim(10)).anyMatch(lease -> lease.terms().equals(TERMS));
    }

    @Test
    void expiry_is_resolved_by_the_clock_of_the_store_at_the_accept() {
        var before = now();
        var id = accept(draft().terms(Terms.NONE.withExpires(Due.in(Duration.ofMinutes(5)))));
        advance(Duration.ofMinutes(1));

        assertThat(found(id).terms().expires()).contains(Due.at(before.plus(Duration.ofMinutes(5))));
    }

    @Test
    void terms_of_children_are_kept_as_well() {
        accept();
        var worker = worker();
        var child = draft().terms(TERMS);
        worker.send(endWith(worker.claimOne(), Ends.succeed(), child));

        assertThat(found(child.id()).terms()).isEqualTo(TERMS);
        assertThat(List.of(worker.claimOne())).allMatch(lease -> lease.terms().equals(TERMS));
    }

    @Test
    void jobs_are_found_by_a_tag() {
        var tagged = acceptAll(drafts(3).stream()
                .map(draft -> draft.terms(Terms.NONE.withTag("import").withTag("night")))
                .toList());
        accept(draft().terms(Terms.NONE.withTag("night")));
        accept();
        var query = JobQuery.ALL.withTag("import");

        assertThat(store.jobs().list(query).jobs())
                .extracting(Job::id)
                .containsExactlyElementsOf(tagged.stream().sorted().toList());
        var first = store.jobs().list(query.withLimit(2));
        assertThat(first.jobs()).hasSize(2);
        assertThat(store.jobs()
                        .list(query.withAfter(first.next().orElseThrow()))
                        .jobs())
                .hasSize(1);
        assertThat(store.jobs().list(query.withQueue("other")).jobs()).isEmpty();
        assertThat(store.jobs().list(JobQuery.ALL.withTag("absent")).jobs()).isEmpty();
    }
}
