package dev.windlass.store.contract;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.Windlass;
import dev.windlass.WorkerPlan;
import dev.windlass.store.ClaimPlan;
import dev.windlass.store.JobQuery;
import dev.windlass.store.Keep;
import dev.windlass.store.RescuePlan;
import dev.windlass.store.Store;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.task.Content;
import dev.windlass.task.JobState;
import dev.windlass.task.Lane;
import dev.windlass.task.Options;
import dev.windlass.task.Queue;
import dev.windlass.task.Task;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Suspects in a process that has two workers: if one takes the process down, the jobs of both go with it. */
@Timeout(60)
class SuspectsTest {
    private static final Task<Integer, Void> VISIT = Task.named("visit", Integer.class);
    private static final List<String> QUEUES = List.of("mail", "print");
    private static final int SUSPECTS = 4;

    private final Store store = MemoryStore.open();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger suspectsInside = new AtomicInteger();
    private final CountDownLatch company = new CountDownLatch(1);
    private final ConcurrentLinkedQueue<String> trouble = new ConcurrentLinkedQueue<>();
    private long workers;

    @Test
    void a_suspect_of_one_worker_is_alone_in_the_process_of_two() throws Exception {
        IntStream.range(0, SUSPECTS).forEach(number -> accept(number, QUEUES.get(number % 2)));
        loseAll();
        loseAll();
        try (var windlass = Windlass.on(store)
                .queue(Queue.named("mail"))
                .queue(Queue.named("print"))
                .worker(WorkerPlan.named("post").queues("mail"))
                .worker(WorkerPlan.named("press").queues("print"))
                .isolation(ofSeconds(5), ofSeconds(30))
                .performVoid(VISIT, (number, run) -> visit(number < SUSPECTS))
                .start()) {
            for (var queue : QUEUES) {
                windlass.enqueueAll(VISIT, IntStream.range(SUSPECTS, 200).boxed(), Options.on(queue));
            }
            windlass.drain();
            assertThat(trouble).isEmpty();
            assertThat(windlass.list(JobQuery.ALL.withLimit(1_000)).jobs())
                    .hasSize(2 * 200 - SUSPECTS)
                    .allMatch(job -> job.state() == JobState.SUCCEEDED);
        }
    }

    private void accept(int number, String queue) {
        var draft = JobDraft.numbered(number).task(VISIT.name()).queue(queue).payload(Content.json("" + number));
        store.jobs().accept(List.of(draft.job()));
    }

    /** Whoever holds them vanishes, and somebody else puts them back. */
    private void loseAll() {
        workers++;
        var victim = new ScriptedWorker(() -> store, 2 * workers).join();
        var entries = QUEUES.stream()
                .map(queue -> new ClaimPlan.Entry(queue, Lane.NORMAL, ClaimPlan.Kind.SOUND, SUSPECTS))
                .toList();
        assertThat(victim.claim(new ClaimPlan(entries, SUSPECTS))).hasSize(SUSPECTS);
        victim.leave();
        var rescuer = new ScriptedWorker(() -> store, 2 * workers + 1).join();
        store.leases()
                .rescue(new RescuePlan(rescuer.id(), RescuePlan.Scope.ENDED, 2, 3, Keep.all(Ends.KEEP), SUSPECTS));
    }

    private void visit(boolean suspect) throws InterruptedException {
        var now = inside.incrementAndGet();
        if (suspect) {
            suspectsInside.incrementAndGet();
            if (now > 1 || company.await(200, TimeUnit.MILLISECONDS)) {
                trouble.add("a suspect has company");
            }
            suspectsInside.decrementAndGet();
        } else if (suspectsInside.get() > 0) {
            company.countDown();
        }
        inside.decrementAndGet();
    }
}
