package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.ReviveAnswer;
import dev.windlass.task.Content;
import dev.windlass.task.Due;
import dev.windlass.task.JobState;
import dev.windlass.task.Lane;
import dev.windlass.task.Secrets;
import dev.windlass.task.Terms;
import dev.windlass.task.Unique;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A second job with the same unique key is answered by the first, as long as that holds the key. */
public abstract class KeyContract extends KeyGroup {
    @Test
    void second_job_with_a_held_key_is_answered_by_the_first_and_not_accepted() {
        var first = keyed(KEY);
        var second = keyed(KEY);

        assertAccepted(first);
        assertAnswered(second, first);
        assertThat(exists(second.id())).isFalse();
        assertThat(worker().claim(10)).hasSize(1);
    }

    @Test
    void repeat_of_an_accept_that_took_a_key_finds_itself() {
        var first = keyed(KEY);
        offer(first);

        assertThat(offer(first).firsts()).isEmpty();
    }

    @Test
    void repeat_finds_itself_even_where_another_job_holds_its_key_by_now() {
        var first = keyed(KEY);
        offer(first);
        finish(Ends.succeed());
        offer(keyed(KEY));

        assertThat(offer(first).firsts()).isEmpty();
        assertThat(stateOf(first.id())).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void earlier_job_of_a_batch_answers_a_later_one() {
        var first = keyed(KEY);
        var second = keyed(KEY);
        var other = keyed(Unique.key("user-43"));

        var accepted = store.jobs().accept(newJobs(List.of(first, draft(), second, other)));

        assertThat(accepted.firsts()).containsOnlyKeys(second.id()).containsValue(first.id());
        assertThat(exists(other.id())).isTrue();
    }

    @Test
    void keys_of_two_tasks_are_apart() {
        assertAccepted(keyed(KEY));
        assertAccepted(keyed(KEY).task("mail.goodbye"));
    }

    @Test
    void key_is_held_while_the_job_waits_runs_and_backs_off() {
        var first = keyed(KEY);
        offer(first);
        var worker = worker();
        var lease = worker.claimOne();
        assertAnswered(keyed(KEY), first);

        worker.end(lease, Ends.fail(SECOND));
        assertAnswered(keyed(KEY), first);

        advance(SECOND);
        promote();
        worker.end(worker.claimOne(), Ends.giveBack());
        assertAnswered(keyed(KEY), first);
    }

    @Test
    void success_death_and_cancel_give_the_key_back() {
        offer(keyed(KEY));
        finish(Ends.succeed());
        offer(keyed(KEY));
        finish(Ends.exhaust());
        var third = keyed(KEY);
        assertAccepted(third);
        store.jobs().cancel(third.id(), Ends.KEEP);
        settled();

        assertAccepted(keyed(KEY));
    }

    @Test
    void quarantine_gives_the_key_back() {
        offer(keyed(KEY));
        lose();
        lose();
        for (var loss = 0; loss < 3; loss++) {
            loseSuspect();
        }

        assertAccepted(keyed(KEY));
    }

    @Test
    void rescue_of_a_lost_lease_does_not_give_the_key_back() {
        var first = keyed(KEY);
        offer(first);
        lose();

        assertAnswered(keyed(KEY), first);
    }

    @Test
    void key_for_a_time_outlasts_its_job_and_ends_with_its_time() {
        var first = keyed(KEY.lasting(HOUR));
        offer(first);
        finish(Ends.succeed());

        advance(HOUR.minusMillis(1));
        assertAnswered(keyed(KEY), first);

        advance(MILLI);
        assertAccepted(keyed(KEY));
    }

    @Test
    void key_for_a_time_outlasts_the_row_of_its_job() {
        var first = keyed(KEY.lasting(Duration.ofDays(30)));
        offer(first);
        finish(Ends.succeed());
        advance(Duration.ofDays(20));
        prune();
        assertThat(exists(first.id())).isFalse();

        assertAnswered(keyed(KEY), first);
    }

    @Test
    void replacing_gives_the_first_job_payload_lane_and_due_time_of_the_second() {
        var first = keyed(KEY).due(Due.in(SECOND));
        offer(first);
        var second = keyed(KEY.replacing())
                .payload(Content.json("\"new\""))
                .lane(Lane.HIGH)
                .due(Due.in(HOUR));

        assertAnswered(second, first);

        var job = found(first.id());
        assertThat(job.lane()).isEqualTo(Lane.HIGH);
        assertThat(job.due()).contains(now().plus(HOUR));
        assertThat(store.jobs().payload(first.id())).contains(Content.json("\"new\""));
    }

    @Test
    void replacing_brings_the_names_of_secret_fields_with_the_payload() {
        var first = draft().terms(Terms.NONE
                .withUnique(KEY)
                .withHeader(Secrets.HEADER, "door")
                .withTag("gate"));
        offer(first);
        var second = Terms.NONE.withUnique(KEY.replacing()).withHeader(Secrets.HEADER, "pin");

        assertAnswered(draft().terms(second).payload(Content.json("{\"pin\":1}")), first);

        var terms = found(first.id()).terms();
        assertThat(terms.headers()).containsEntry(Secrets.HEADER, "door,pin");
        assertThat(terms.tags()).containsExactly("gate");
        assertThat(worker().claimOne().terms()).isEqualTo(terms);
        assertAnswered(keyed(KEY.replacing()), first);
    }

    @Test
    void replacing_leaves_a_job_that_runs_as_it_is() {
        var first = keyed(KEY);
        offer(first);
        worker().claimOne();
        var before = found(first.id());

        assertAnswered(keyed(KEY.replacing()).payload(Content.json("\"new\"")), first);

        assertThat(found(first.id())).isEqualTo(before);
        assertThat(store.jobs().payload(first.id())).contains(first.job().payload());
    }

    @Test
    void moving_earlier_never_moves_later() {
        var first = keyed(KEY).due(Due.in(HOUR));
        offer(first);

        assertAnswered(keyed(KEY.movingEarlier()).due(Due.in(SECOND)), first);
        var due = now().plus(SECOND);
        assertThat(found(first.id()).due()).contains(due);

        assertAnswered(keyed(KEY.movingEarlier()).due(Due.in(HOUR)), first);
        assertThat(found(first.id()).due()).contains(due);
        advance(SECOND);
        promote();
        assertThat(worker().claim(1)).hasSize(1);
    }

    @Test
    void child_whose_key_is_held_is_not_made() {
        var first = keyed(KEY);
        offer(first);
        accept(draft().lane(Lane.HIGH));
        var worker = worker();
        var lease = worker.claim(ClaimPlan.of(JobDraft.QUEUE, Lane.HIGH, ClaimPlan.Kind.SOUND, 1))
                .get(0);
        var child = keyed(KEY);

        worker.commit(endWith(lease, Ends.succeed(), child));

        assertThat(exists(child.id())).isFalse();
        assertThat(exists(first.id())).isTrue();
    }

    @Test
    void revive_finds_its_key_taken_and_says_so() {
        var first = keyed(KEY);
        offer(first);
        finish(Ends.exhaust());
        offer(keyed(KEY));

        assertThat(store.jobs().revive(first.id())).isEqualTo(ReviveAnswer.KEY_TAKEN);
        assertThat(stateOf(first.id())).isEqualTo(JobState.DEAD);
    }

    @Test
    void revived_job_holds_its_key_again() {
        var first = keyed(KEY);
        offer(first);
        finish(Ends.exhaust());
        revive(first.id());

        assertAnswered(keyed(KEY), first);
    }

    @Test
    void revive_before_the_death_has_settled_keeps_the_key() {
        var first = keyed(KEY);
        offer(first);
        var worker = worker();
        worker.send(endWith(worker.claimOne(), Ends.exhaust()));
        store.jobs().revive(first.id());
        settled();

        assertAnswered(keyed(KEY), first);
    }

    @Test
    void of_many_racing_enqueuers_of_one_key_one_makes_the_job() throws Exception {
        for (var round = 0; round < 5; round++) {
            var key = Unique.key("round-" + round);
            var drafts = drafts(32);

            var answers = Race.of(32, number -> {
                var draft = drafts.get(number).terms(Terms.NONE.withUnique(key));
                var handle = number % 2 == 0 ? store : fixture.another();
                return handle.jobs().accept(List.of(draft.job())).standing(draft.id());
            });

            assertThat(new HashSet<>(answers)).hasSize(1);
            assertThat(drafts.stream().map(JobDraft::id).filter(this::exists))
                    .containsExactlyElementsOf(Set.copyOf(answers));
        }
    }
}
