package dev.windlass.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.NewJob;
import dev.windlass.store.PartList;
import dev.windlass.store.PartStore;
import dev.windlass.store.Store;
import dev.windlass.store.StoreException;
import dev.windlass.task.Content;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.Lane;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Parts that are removed and accepted at the same time, and piles of many. */
@Timeout(60)
final class PostgresPartsTest {
    private static final int RACES = 50;
    private static final int PARTS = 3;

    @RegisterExtension
    static final PostgresServer SERVER = new PostgresServer();

    private PostgresFixture fixture;
    private Store store;

    @BeforeEach
    void openFixture() throws IOException {
        fixture = PostgresFixture.steered(SERVER.running());
        store = fixture.store();
    }

    @AfterEach
    void closeFixture() {
        fixture.close();
    }

    @Test
    void pile_of_many_parts_is_removed_over_several_calls() {
        var job = job(1, 70);
        stage(job, 70);
        store.parts().drop(job.id());

        assertThat(store.upkeep().prune(100).behind()).isTrue();
        assertThat(store.parts().find(job.id(), 31)).isEmpty();
        assertThat(store.parts().find(job.id(), 32)).isPresent();
        assertThat(store.upkeep().prune(100).behind()).isTrue();
        assertThat(store.upkeep().prune(100).behind()).isTrue();

        assertThat(store.parts().find(job.id(), 69)).isEmpty();
        assertThat(store.upkeep().prune(100).behind()).isFalse();
    }

    @Test
    void accept_that_meets_the_removal_of_its_parts_is_refused_or_keeps_them_all() throws Exception {
        var jobs = Executors.newFixedThreadPool(2);
        try {
            for (var race = 1; race <= RACES; race++) {
                var job = job(race, PARTS);
                stage(job, PARTS);
                fixture.advance(PartStore.UNCLAIMED);

                var accepted = acceptDuringPrune(jobs, job);

                assertThat(store.jobs().find(job.id()).isPresent()).isEqualTo(accepted);
                for (var part = 0; part < PARTS; part++) {
                    assertThat(store.parts().find(job.id(), part).isPresent())
                            .as("part %s of race %s", part, race)
                            .isEqualTo(accepted);
                }
            }
        } finally {
            jobs.shutdown();
        }
    }

    private boolean acceptDuringPrune(ExecutorService threads, NewJob job) throws Exception {
        var start = new CyclicBarrier(2);
        Future<Boolean> pruned = threads.submit(() -> {
            start.await();
            return store.upkeep().prune(100).behind();
        });
        Future<Boolean> accepted = threads.submit(() -> {
            start.await();
            return accept(job);
        });
        pruned.get();
        return accepted.get();
    }

    private boolean accept(NewJob job) {
        try {
            store.jobs().accept(List.of(job));
            return true;
        } catch (StoreException e) {
            assertThat(e).hasMessageContaining("parts of its payload");
            return false;
        }
    }

    @Test
    void repeat_of_an_accept_is_answered_after_its_parts_are_its_own() {
        var job = job(1, PARTS);
        stage(job, PARTS);
        store.jobs().accept(List.of(job));

        assertThat(accept(job)).isTrue();

        fixture.advance(PartStore.UNCLAIMED);
        store.upkeep().prune(100);
        assertThat(store.parts().find(job.id(), 0)).isPresent();
    }

    private static NewJob job(int number, int parts) {
        var list = new PartList(parts, parts, 0);
        return new NewJob(
                new JobId(new UUID(number, 0)),
                "mail.welcome",
                "mail",
                Lane.NORMAL,
                Due.NOW,
                list.content(),
                Optional.empty());
    }

    private void stage(NewJob job, int parts) {
        for (var part = 0; part < parts; part++) {
            store.parts().stage(job.id(), part, Content.json("\"part " + part + "\""));
        }
    }
}
