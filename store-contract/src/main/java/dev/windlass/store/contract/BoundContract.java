package dev.windlass.store.contract;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.KeyView;
import dev.windlass.task.Limit;
import dev.windlass.task.LimitKey;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Limits themselves: who says what they allow, what people see of them, and the audit of what hangs on them. */
public abstract class BoundContract extends LimitGroup {
    @Test
    void bound_that_is_declared_anew_holds_for_jobs_that_wait_already() {
        var jobs = acceptMany(5, "shop-9", PAIR);
        var worker = worker();
        assertThat(pass(worker)).hasSize(2);

        store.limits().declare(List.of(Limit.named("pair").concurrent(4)));

        assertThat(passIds(worker)).isEqualTo(jobs.subList(2, 4));
    }

    @Test
    void override_of_a_person_wins_over_every_declaration_until_it_is_reset() {
        acceptMany(5, "shop-9", PAIR);
        var worker = worker();
        store.limits().override(Limit.named("pair").concurrent(3));
        store.limits().declare(List.of(PAIR));
        assertThat(pass(worker)).hasSize(3);
        assertThat(view(PAIR).inForce()).isEqualTo(Limit.named("pair").concurrent(3));
        assertThat(view(PAIR).declared()).contains(PAIR);

        store.limits().reset("pair");

        assertThat(view(PAIR).inForce()).isEqualTo(PAIR);
        assertThat(passIds(worker)).isEmpty();
    }

    @Test
    void override_of_another_kind_than_a_later_declaration_does_not_hold() {
        store.limits().override(Limit.named("late").concurrent(3));
        var late = Limit.named("late").mutex();
        var jobs = acceptMany(3, "shop-9", late);
        store.limits().declare(List.of(late));

        assertThat(passIds(worker())).isEqualTo(jobs.subList(0, 1));
        assertThat(view(late).inForce()).isEqualTo(late);
    }

    @Test
    void list_of_limits_counts_permits_and_jobs_that_wait() {
        acceptMany(5, "shop-9", PAIR);
        accept("shop-10", PAIR);
        grantAll();

        assertThat(view(PAIR).held()).isEqualTo(3);
        assertThat(view(PAIR).waiting()).isEqualTo(3);
        assertThat(view(ALONE).waiting()).isZero();
    }

    @Test
    void keys_of_a_limit_are_listed_by_their_text_with_their_permits_and_jobs_that_wait() {
        acceptMany(5, "shop-9", PAIR);
        accept("shop-10", PAIR);
        accept("shop-9", ALONE);
        grantAll();
        settled();

        var nine = new KeyView(new LimitKey("pair", "shop-9"), 2, 3);
        var ten = new KeyView(new LimitKey("pair", "shop-10"), 1, 0);
        assertThat(store.limits().keys("pair", "", 10)).containsExactly(ten, nine);
        assertThat(store.limits().keys("pair", "", 1)).containsExactly(ten);
        assertThat(store.limits().keys("pair", "shop-10", 10)).containsExactly(nine);
        assertThat(store.limits().keys("nobody", "", 10)).isEmpty();
    }

    @Test
    void key_whose_jobs_have_ended_is_listed_no_more() {
        accept("shop-9", SLOW);
        var worker = worker();
        worker.end(pass(worker).get(0), Ends.succeed());
        settled();

        assertThat(store.limits().keys("slow", "", 10)).isEmpty();
    }

    @Test
    void limit_that_nobody_has_declared_lets_nobody_pass_until_somebody_does() {
        var unknown = Limit.named("unknown").concurrent(2);
        var jobs =
                IntStream.range(0, 2).mapToObj(n -> accept("shop-9", unknown)).toList();
        var worker = worker();
        assertThat(passIds(worker)).isEmpty();

        store.limits().declare(List.of(unknown));

        assertThat(passIds(worker)).isEqualTo(jobs);
    }

    @Test
    void audit_finds_nothing_to_mend_while_jobs_come_and_go() {
        acceptMany(5, "shop-9", PAIR);
        acceptMany(3, "shop-9", ORDERED, ALONE);
        var worker = worker();
        var leases = pass(worker);
        worker.end(leases.get(0), Ends.succeed());
        worker.end(leases.get(1), Ends.fail(ofMinutes(1)));
        grantAll();

        var repaired = 0;
        var audit = store.limits().audit(0, 2);
        for (var pages = 0; audit.next() != 0 && pages < MANY; pages++) {
            repaired += audit.repaired();
            audit = store.limits().audit(audit.next(), 2);
        }

        assertThat(repaired + audit.repaired()).isZero();
        assertThat(audit.next()).isZero();
    }
}
