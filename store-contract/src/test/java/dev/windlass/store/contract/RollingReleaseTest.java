package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.engine.Work;
import dev.windlass.store.JobQuery;
import dev.windlass.store.Store;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.task.Content;
import dev.windlass.task.JobRun;
import dev.windlass.task.JobState;
import dev.windlass.task.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Workers of two releases on one store, driven by hand: the newer one has a task more, and reads newer payloads. */
class RollingReleaseTest {
    private static final int EACH = 30;
    private static final Work DONE = (payload, run) -> Content.NONE;

    /** Does nothing, for payloads up to a version. */
    private record UpTo(int version) implements Work {
        @Override
        public Content perform(Content payload, JobRun run) {
            return Content.NONE;
        }
    }

    static List<Store> stores() {
        return List.of(MemoryStore.open(), MemoryStore.split(new SteerableClock()));
    }

    private static HandDriven old(Store store) {
        return new HandDriven(store, 1, Map.of("greet", DONE));
    }

    private static HandDriven young(Store store) {
        return new HandDriven(store, 2, Map.of("greet", new UpTo(2), "part", DONE));
    }

    /** As many of each: what both perform, what is too new for the old one, what it has never heard of. */
    private static void acceptAll(HandDriven through) {
        for (var count = 0; count < EACH; count++) {
            through.accept("greet", version(1));
            through.accept("greet", version(2));
            through.accept("part", version(1));
        }
    }

    private static Content version(int version) {
        return Content.of(Content.JSON, version, "null".getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("stores")
    void the_old_worker_does_what_it_can_and_leaves_the_rest_waiting(Store store) {
        var old = old(store);
        acceptAll(old);

        old.work();

        assertThat(count(store, JobState.SUCCEEDED)).isEqualTo(EACH);
        assertThat(count(store, JobState.WAITING)).isEqualTo(2 * EACH);
    }

    @ParameterizedTest
    @MethodSource("stores")
    void the_new_worker_gets_all_that_the_old_one_has_left(Store store) {
        var old = old(store);
        acceptAll(old);
        old.work();
        old.worker().leave();

        young(store).work();

        assertAllSucceededAtOnce(store);
    }

    @ParameterizedTest
    @MethodSource("stores")
    void two_releases_side_by_side_do_everything_between_them(Store store) {
        var old = old(store);
        var young = young(store);
        acceptAll(young);

        for (var turn = 0; turn < 3 * EACH; turn++) {
            old.work();
            young.work();
        }

        assertAllSucceededAtOnce(store);
    }

    private static void assertAllSucceededAtOnce(Store store) {
        assertThat(count(store, JobState.SUCCEEDED)).isEqualTo(3 * EACH);
        assertThat(store.jobs().list(JobQuery.ALL.withLimit(JobQuery.MOST)).jobs())
                .allMatch(job -> job.tally().failures() == 0)
                .flatExtracting(job -> store.jobs().attempts(job.id()))
                .allMatch(attempt -> attempt.outcome() == Outcome.SUCCEEDED
                        || attempt.started().isEmpty());
    }

    private static int count(Store store, JobState state) {
        return store.jobs()
                .list(JobQuery.ALL.withState(state).withLimit(JobQuery.MOST))
                .jobs()
                .size();
    }
}
