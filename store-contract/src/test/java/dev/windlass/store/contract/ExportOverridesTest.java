package dev.windlass.store.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.QueueOverride;
import dev.windlass.store.QueueStore;
import dev.windlass.store.Store;
import dev.windlass.store.contract.simulation.ForwardingQueues;
import dev.windlass.task.Limit;
import dev.windlass.task.Queue;
import dev.windlass.transfer.Imported;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people have said of queues and limits, in an exported file. */
final class ExportOverridesTest extends TransferFixture {
    private static final Queue NARROW = Queue.named("mail").concurrency(3).rate(5, Duration.ofSeconds(1));
    private static final Limit PAIR = Limit.named("pair").concurrent(2);
    private static final Limit SLOW =
            Limit.named("slow").rate(5, Duration.ofSeconds(10)).burst(2);

    @BeforeEach
    void fill() {
        acceptSix();
    }

    private void say(Store store) {
        store.queues().override(NARROW);
        store.queues().pause("reports");
        store.limits().override(PAIR);
        store.limits().override(SLOW);
    }

    @Test
    void goes_before_the_jobs_and_holds_where_nobody_has_said_anything() throws IOException {
        say(from);
        from.limits().declare(List.of(Limit.named("other").mutex()));
        into.limits().declare(List.of(Limit.named("pair").concurrent(9)));
        var file = export(from);

        assertThat(load(file, into)).isEqualTo(new Imported(6, 0, 0, Map.of(), 4, 0, Map.of()));

        assertThat(new String(file, UTF_8).lines().toList().subList(1, 5))
                .allMatch(line -> line.startsWith("{\"override\":"));
        assertThat(file).asString(UTF_8).endsWith("{\"jobs\":6,\"overrides\":4}\n");
        assertThat(overrides(into)).isEqualTo(overrides(from)).hasSize(4);
    }

    private List<Object> overrides(Store store) {
        var said = new ArrayList<Object>();
        store.queues().list().forEach(row -> {
            row.override().ifPresent(said::add);
            if (row.paused()) {
                said.add(row.name());
            }
        });
        store.limits().list().forEach(view -> view.override().ifPresent(said::add));
        return said;
    }

    @Test
    void gives_way_to_what_people_have_said_there() throws IOException {
        say(from);
        into.queues().override(Queue.named("mail").concurrency(1));
        into.queues().pause("reports");
        into.limits().override(Limit.named("pair").concurrent(1));
        var before = overrides(into);

        assertThat(load(export(from), into)).isEqualTo(new Imported(6, 0, 0, Map.of(), 1, 3, Map.of()));

        assertThat(overrides(into)).containsAll(before).contains(SLOW).hasSize(4);
    }

    @Test
    void of_a_limit_is_left_out_where_the_limit_is_of_another_kind() throws IOException {
        say(from);
        into.limits()
                .declare(
                        List.of(Limit.named("pair").mutex(), Limit.named("slow").concurrent(3)));

        assertThat(load(export(from), into).misfits())
                .containsExactly(
                        Map.entry(
                                "pair", "limit pair is a mutex and has no number to override; change its declaration"),
                        Map.entry(
                                "slow",
                                "limit slow is declared as concurrent and the override says rate; an override"
                                        + " changes numbers, for another kind change its declaration"));

        assertThat(into.limits().list()).allMatch(view -> view.override().isEmpty());
        assertThat(jobs(into)).hasSize(6);
    }

    @Test
    void of_a_queue_is_whole_however_an_import_breaks_off() throws IOException {
        from.queues().override(NARROW);
        from.queues().pause(NARROW.name());
        var file = export(from);
        var breaking = new ForwardingStore(into) {
            @Override
            public QueueStore queues() {
                return new BreakingOff(into.queues());
            }
        };

        assertThatThrownBy(() -> load(file, breaking)).hasMessage("the store went away");
        load(file, into);

        assertThat(overrides(into)).containsExactly(NARROW, NARROW.name());
    }

    /** Does what it is asked, and nobody hears of it. */
    private static final class BreakingOff extends ForwardingQueues {
        BreakingOff(QueueStore correct) {
            super(correct);
        }

        @Override
        public void override(Queue rules) {
            super.override(rules);
            throw new IllegalStateException("the store went away");
        }

        @Override
        public boolean adopt(QueueOverride said) {
            super.adopt(said);
            throw new IllegalStateException("the store went away");
        }
    }

    @Test
    void is_missed_where_a_line_of_it_is_missing() throws IOException {
        say(from);
        var lines = new ArrayList<>(new String(export(from), UTF_8).lines().toList());
        lines.remove(2);
        var file = String.join("\n", lines) + "\n";

        assertThatThrownBy(() -> load(file.getBytes(UTF_8), into))
                .hasMessage("line 11 was refused: it counts 6 jobs and 4 overrides, but 6 jobs and 3 overrides"
                        + " came before it, so lines are missing or were added; export anew");
    }

    @Test
    void is_refused_where_it_makes_no_sense() throws IOException {
        say(from);
        var file = new String(export(from), UTF_8).replace("\"count\":2", "\"count\":0");

        assertThatThrownBy(() -> load(file.getBytes(UTF_8), into))
                .hasMessage("line 4 was refused: concurrent is 0, it must be 1 to 10000; nothing was imported");
        assertThat(overrides(into)).isEmpty();
    }
}
