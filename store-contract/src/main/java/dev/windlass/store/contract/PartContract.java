package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.NewJob;
import dev.windlass.store.PartList;
import dev.windlass.store.PartStore;
import dev.windlass.store.StoreException;
import dev.windlass.task.Content;
import dev.windlass.task.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Payloads in parts: staged before their job is accepted, its own from then on, and gone with it. */
abstract class PartContract extends ContractGroup {
    private static final Content FIRST = bytes("first");
    private static final Content SECOND_PART = bytes("second");

    private static Content bytes(String text) {
        return Content.of("application/octet-stream", 1, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A job whose payload has two parts. */
    private NewJob job() {
        return draft().job().withPayload(new PartList(11, 2, 0).content());
    }

    private void stage(NewJob job) {
        store.parts().stage(job.id(), 0, FIRST);
        store.parts().stage(job.id(), 1, SECOND_PART);
    }

    @Test
    void parts_of_an_accepted_job_come_back_as_they_were_staged() {
        var job = job();
        stage(job);

        store.jobs().accept(List.of(job));

        assertThat(store.parts().find(job.id(), 0)).contains(FIRST);
        assertThat(store.parts().find(job.id(), 1)).contains(SECOND_PART).get().matches(Content::intact);
        assertThat(store.parts().find(job.id(), 2)).isEmpty();
        assertThat(store.jobs().payload(job.id()).flatMap(PartList::in)).contains(new PartList(11, 2, 0));
    }

    @Test
    void part_that_is_staged_again_takes_its_own_place() {
        var job = job();
        store.parts().stage(job.id(), 0, bytes("torn"));
        stage(job);

        store.jobs().accept(List.of(job));

        assertThat(store.parts().find(job.id(), 0)).contains(FIRST);
    }

    @Test
    void job_whose_parts_are_not_all_there_is_not_accepted() {
        var job = job();
        store.parts().stage(job.id(), 0, FIRST);

        assertThatThrownBy(() -> store.jobs().accept(List.of(job)))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CALL_FAILED))
                .hasMessage("job " + job.id()
                        + " has 1 of the 2 parts of its payload; stage them all and accept it within an hour");

        assertThat(exists(job.id())).isFalse();
        stage(job);
        store.jobs().accept(List.of(job));
        assertThat(exists(job.id())).isTrue();
    }

    @Test
    void parts_of_a_job_that_never_comes_are_gone_after_an_hour_and_not_before() {
        var job = job();
        store.parts().stage(job.id(), 0, FIRST);
        advance(PartStore.UNCLAIMED.minus(SECOND));
        store.parts().stage(job.id(), 1, SECOND_PART);
        advance(PartStore.UNCLAIMED.minus(SECOND));
        prune();
        assertThat(store.parts().find(job.id(), 0)).contains(FIRST);

        advance(SECOND.multipliedBy(2));
        prune();

        assertThat(store.parts().find(job.id(), 0)).isEmpty();
        assertThat(store.parts().find(job.id(), 1)).isEmpty();
    }

    @Test
    void parts_of_an_accepted_job_stay_however_long_it_waits() {
        var job = job();
        stage(job);
        store.jobs().accept(List.of(job));

        advance(PartStore.UNCLAIMED.multipliedBy(100));
        prune();

        assertThat(store.parts().find(job.id(), 1)).contains(SECOND_PART);
    }

    @Test
    void parts_go_with_their_job() {
        var job = job();
        stage(job);
        store.jobs().accept(List.of(job));
        settled();
        var worker = worker();
        worker.end(worker.claimOne(), Ends.succeed());
        advance(Ends.KEEP.plus(PartStore.UNCLAIMED).multipliedBy(2));

        prune();

        assertThat(exists(job.id())).isFalse();
        prune();
        assertThat(store.parts().find(job.id(), 0)).isEmpty();
    }

    @Test
    void dropped_parts_are_gone_and_those_of_an_accepted_job_are_not() {
        var dropped = job();
        stage(dropped);
        var accepted = job();
        stage(accepted);
        store.jobs().accept(List.of(accepted));

        store.parts().drop(dropped.id());
        store.parts().drop(accepted.id());
        prune();

        assertThat(store.parts().find(dropped.id(), 0)).isEmpty();
        assertThat(store.parts().find(accepted.id(), 0)).contains(FIRST);
    }

    @Test
    void part_of_an_accepted_job_is_never_replaced() {
        var job = job();
        stage(job);
        store.jobs().accept(List.of(job));

        store.parts().stage(job.id(), 0, bytes("other"));

        assertThat(store.parts().find(job.id(), 0)).contains(FIRST);
    }

    @Test
    void part_over_the_limit_is_refused() {
        var large = Content.of("application/octet-stream", 1, new byte[PartStore.MOST_BYTES + 1]);

        assertThatThrownBy(() -> store.parts().stage(draft().id(), 0, large))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("part 0 has 262145 bytes; parts count from 0 and have at most 262144");
    }
}
