package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.Accepted;
import dev.windlass.store.Then;
import dev.windlass.task.Terms;
import dev.windlass.task.Unique;
import java.time.Duration;
import java.util.List;

/** What the groups about unique keys share. */
abstract class KeyGroup extends ContractGroup {
    static final Unique KEY = Unique.key("user-42");
    static final Duration HOUR = Duration.ofHours(1);

    final JobDraft keyed(Unique key) {
        return draft().terms(Terms.NONE.withUnique(key));
    }

    final Accepted offer(JobDraft draft) {
        var accepted = store.jobs().accept(List.of(draft.job()));
        settled();
        return accepted;
    }

    final void assertAccepted(JobDraft draft) {
        assertThat(offer(draft).firsts()).isEmpty();
        assertThat(exists(draft.id())).isTrue();
    }

    final void assertAnswered(JobDraft draft, JobDraft first) {
        assertThat(offer(draft).standing(draft.id())).isEqualTo(first.id());
    }

    /** Claims the one job that is ready and ends it. */
    final void finish(Then then) {
        var worker = worker();
        worker.end(worker.claimOne(), then);
    }
}
