package dev.windlass.store.contract;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.windlass.JobEvent;
import dev.windlass.Windlass;
import dev.windlass.WindlassBuilder;
import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Edit;
import dev.windlass.store.JobQuery;
import dev.windlass.store.Keep;
import dev.windlass.store.RescuePlan;
import dev.windlass.store.Store;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.task.Bulk;
import dev.windlass.task.Content;
import dev.windlass.task.DeadReason;
import dev.windlass.task.Exported;
import dev.windlass.task.FatalException;
import dev.windlass.task.JobState;
import dev.windlass.task.Lane;
import dev.windlass.task.Options;
import dev.windlass.task.Queue;
import dev.windlass.task.Request;
import dev.windlass.task.Retry;
import dev.windlass.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Code around enqueues, around runs, and on every dead letter. */
@Timeout(60)
class AroundTest {
    private static final Duration SOON = ofSeconds(20);
    private static final Task<String, String> ECHO = Task.named("echo", String.class, String.class);
    private static final Task<String, Void> PARENT = Task.named("parent", String.class);

    private static final Task<Bulk, Void> LARGE = Task.bulk("large");

    interface Greeter {
        @Exported
        String greet(String name);
    }

    static final class Polite implements Greeter {
        @Override
        public String greet(String name) {
            return "good day, " + name;
        }
    }

    private final ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();

    private static WindlassBuilder echoing() {
        return Windlass.on(MemoryStore.open()).perform(ECHO, (text, run) -> text);
    }

    @Nested
    class Enqueues {
        @Test
        void interceptors_are_called_in_their_order_and_change_what_is_stored() throws Exception {
            try (var windlass = echoing()
                    .aroundEnqueue(AroundTest::doubled)
                    .aroundEnqueue(request -> request.withPayload(quoted(request, "!")))
                    .aroundEnqueue(
                            request -> request.withOptions(request.options().lane(Lane.HIGH)))
                    .start()) {
                var handle = windlass.enqueue(ECHO, "a");
                assertThat(handle.await(SOON)).isEqualTo("aa!");
                assertThat(handle.find().orElseThrow().lane()).isEqualTo(Lane.HIGH);
            }
        }

        @Test
        void every_way_to_enqueue_goes_through() throws Exception {
            try (var windlass = echoing()
                    .performVoid(PARENT, (text, run) -> run.enqueue(ECHO, "child"))
                    .aroundEnqueue(request -> {
                        heard.add(request.task()
                                + request.parent().map(id -> " of a parent").orElse(""));
                        return request;
                    })
                    .start()) {
                windlass.enqueue(ECHO, "a");
                windlass.enqueueAsync(ECHO, "b").toCompletableFuture().join();
                windlass.enqueueAll(ECHO, Stream.of("c", "d"));
                windlass.enqueueJson("echo", "\"e\"", Options.DEFAULT);
                windlass.enqueue(PARENT, "f");
                windlass.drain();
                assertThat(heard).containsExactly("echo", "echo", "echo", "echo", "echo", "parent", "echo of a parent");
            }
        }

        @Test
        void calls_of_services_and_large_payloads_go_through_as_well() throws Exception {
            try (var windlass = echoing()
                    .service("greeter", new Polite())
                    .performVoid(LARGE, (bulk, run) -> {})
                    .aroundEnqueue(request -> {
                        heard.add(request.task() + " " + request.payload().text());
                        return request;
                    })
                    .start()) {
                windlass.defer(Greeter::greet, "Ada").await(SOON);
                windlass.with(Options.in("1 millisecond"))
                        .defer(Greeter::greet, "Bob")
                        .await(SOON);
                windlass.proxy("greeter", Greeter.class).greet("Cleo");
                windlass.enqueue(LARGE, Bulk.of(new byte[1])).await(SOON);
                assertThat(heard)
                        .containsExactly(
                                "greeter.greet {\"name\":\"Ada\"}",
                                "greeter.greet {\"name\":\"Bob\"}",
                                "greeter.greet {\"name\":\"Cleo\"}",
                                "large null");
            }
        }

        @Test
        void a_payload_that_is_edited_goes_through() throws Exception {
            try (var windlass = echoing().aroundEnqueue(AroundTest::doubled).start()) {
                var handle = windlass.enqueue(ECHO, "a", Options.in("1 hour"));

                windlass.edit(handle.id(), Edit.NOTHING.withPayload(Content.json("\"b\"")));

                windlass.runNow(handle.id());
                assertThat(handle.await(SOON)).isEqualTo("bb");
            }
        }

        @Test
        void an_edit_that_an_interceptor_refuses_changes_nothing() {
            try (var windlass = echoing()
                    .aroundEnqueue(request -> {
                        if (request.payload().text().equals("\"b\"")) {
                            throw new IllegalStateException("closed on Sundays");
                        }
                        return request;
                    })
                    .start()) {
                var id = windlass.enqueue(ECHO, "a", Options.in("1 hour")).id();

                assertThatThrownBy(() -> windlass.edit(id, Edit.NOTHING.withPayload(Content.json("\"b\""))))
                        .hasMessage("closed on Sundays");

                assertThat(windlass.store().jobs().payload(id)).contains(Content.json("\"a\""));
            }
        }

        @Test
        void a_large_payload_is_refused_where_an_interceptor_would_change_it() {
            try (var windlass = echoing().aroundEnqueue(AroundTest::doubled).start()) {
                assertThatThrownBy(() -> windlass.enqueue(LARGE, Bulk.of(new byte[1])))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("an interceptor changed the payload of task large, which is stored in parts that no"
                                + " interceptor sees; let it leave such tasks as they are");
                assertThat(windlass.list(JobQuery.ALL).jobs()).isEmpty();
            }
        }

        @Test
        void a_refusal_is_the_callers_and_nothing_is_accepted() {
            try (var windlass = echoing()
                    .aroundEnqueue(request -> {
                        throw new IllegalStateException("closed on Sundays");
                    })
                    .start()) {
                assertThatThrownBy(() -> windlass.enqueue(ECHO, "a"))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("closed on Sundays");
                assertThat(windlass.list(JobQuery.ALL).jobs()).isEmpty();
            }
        }

        @Test
        void a_payload_that_grew_over_the_limit_is_refused() {
            try (var windlass = echoing()
                    .maxPayload(10)
                    .aroundEnqueue(request -> request.withPayload(quoted(request, "x".repeat(20))))
                    .start()) {
                assertThatThrownBy(() -> windlass.enqueue(ECHO, "a"))
                        .hasMessageStartingWith("the payload of task echo is 23 bytes, the limit is 10");
            }
        }

        @Test
        void another_task_is_refused() {
            try (var windlass = echoing()
                    .aroundEnqueue(
                            request -> new Request("other", request.payload(), request.options(), Optional.empty()))
                    .start()) {
                assertThatThrownBy(() -> windlass.enqueue(ECHO, "a"))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage(
                                "an interceptor made task echo into other; it may change the payload and the options,"
                                        + " enqueue the other task itself");
            }
        }
    }

    private static Request doubled(Request request) {
        var text = request.payload().text().replace("\"", "");
        return request.withPayload(Content.json("\"" + text + text + "\""));
    }

    private static Content quoted(Request request, String more) {
        return Content.json("\"" + request.payload().text().replace("\"", "") + more + "\"");
    }

    @Nested
    class Runs {
        @Test
        void the_first_interceptor_is_the_outermost() throws Exception {
            try (var windlass = echoing()
                    .aroundRun((payload, run, next) -> {
                        heard.add("outer before " + run.task() + " " + run.attempt());
                        var result = next.run(payload);
                        heard.add("outer after " + result.text());
                        return result;
                    })
                    .aroundRun((payload, run, next) -> {
                        heard.add("inner with " + payload.text());
                        return next.run(Content.json("\"b\""));
                    })
                    .start()) {
                assertThat(windlass.enqueue(ECHO, "a").await(SOON)).isEqualTo("b");
                assertThat(heard).containsExactly("outer before echo 1", "inner with \"a\"", "outer after \"b\"");
            }
        }

        @Test
        void what_an_interceptor_throws_is_the_attempts_failure() throws Exception {
            try (var windlass = echoing()
                    .queue(Queue.named("default").retry(Retry.exponential(ofMillis(1), ofMillis(5))))
                    .aroundRun((payload, run, next) -> {
                        if (run.attempt() == 1) {
                            throw new IllegalStateException("not yet");
                        }
                        return next.run(payload);
                    })
                    .start()) {
                var handle = windlass.enqueue(ECHO, "a");
                assertThat(handle.await(SOON)).isEqualTo("a");
                assertThat(handle.attempts())
                        .hasSize(2)
                        .first()
                        .satisfies(attempt ->
                                assertThat(attempt.error().orElseThrow()).contains("not yet"));
            }
        }

        @Test
        void an_interceptor_that_gives_nothing_back_fails_the_attempt() {
            try (var windlass =
                    echoing().aroundRun((payload, run, next) -> nothing()).start()) {
                var handle = windlass.enqueue(ECHO, "a");
                await().until(() -> handle.find().orElseThrow().error().isPresent());
                assertThat(handle.find().orElseThrow().error().orElseThrow())
                        .endsWith("an interceptor around job " + handle.id()
                                + " gave null; give back what next.run gave, or Content.NONE");
            }
        }

        @Test
        void a_payload_that_does_not_fit_is_dead_through_interceptors_as_well() throws Exception {
            try (var windlass = echoing()
                    .aroundRun((payload, run, next) -> next.run(payload))
                    .start()) {
                var handle = windlass.enqueue(Task.named("echo", List.class), List.of(1));
                windlass.drain();
                assertThat(handle.find().orElseThrow().reason()).contains(DeadReason.UNREADABLE);
            }
        }
    }

    @SuppressWarnings("NullAway") // What an interceptor without a checker of nulls may give.
    private static Content nothing() {
        return null;
    }

    @Nested
    class DeadLetters {
        @Test
        void each_death_is_told_with_its_reason_and_a_broken_alert_harms_nothing() throws Exception {
            try (var windlass = Windlass.on(MemoryStore.open())
                    .queue(Queue.named("default").retry(Retry.none()))
                    .perform(ECHO, (text, run) -> {
                        if (text.equals("fatal")) {
                            throw new FatalException("fatal");
                        }
                        throw new IllegalStateException(text);
                    })
                    .onDead(died -> {
                        throw new IllegalStateException("the pager is out of order");
                    })
                    .onDead(died -> heard.add(died.task() + " " + died.reason()))
                    .start()) {
                windlass.enqueue(ECHO, "fatal");
                windlass.enqueue(ECHO, "tired");
                windlass.enqueue(Task.named("echo", List.class), List.of(1));
                windlass.drain();
                await().untilAsserted(() ->
                        assertThat(heard).containsExactlyInAnyOrder("echo FATAL", "echo EXHAUSTED", "echo UNREADABLE"));
                assertThat(windlass.list(JobQuery.ALL).jobs()).allMatch(job -> job.state() == JobState.DEAD);
            }
        }

        @Test
        void a_quarantine_is_told_by_the_process_that_decides_it() {
            var store = MemoryStore.open();
            var draft = JobDraft.numbered(1).task("echo").queue("default").payload(Content.json("\"a\""));
            store.jobs().accept(List.of(draft.job()));
            for (var loss = 1; loss <= 4; loss++) {
                lose(store, loss, loss <= 2 ? ClaimPlan.Kind.SOUND : ClaimPlan.Kind.SUSPECT);
                var rescuer = new ScriptedWorker(() -> store, 100 + loss).join();
                store.leases()
                        .rescue(new RescuePlan(rescuer.id(), RescuePlan.Scope.ENDED, 2, 3, Keep.all(Ends.KEEP), 1));
            }
            lose(store, 5, ClaimPlan.Kind.SUSPECT);
            try (var windlass = Windlass.on(store)
                    .perform(ECHO, (text, run) -> text)
                    .onDead(died -> heard.add(died.task() + " " + died.reason()))
                    .start()) {
                await().untilAsserted(() -> assertThat(heard).containsExactly("echo QUARANTINED"));
                assertThat(windlass.find(draft.job().id()).orElseThrow().state())
                        .isEqualTo(JobState.DEAD);
            }
        }

        private static void lose(Store store, int number, ClaimPlan.Kind kind) {
            var victim = new ScriptedWorker(() -> store, number).join();
            var entry = new ClaimPlan.Entry("default", Lane.NORMAL, kind, 1);
            assertThat(victim.claim(new ClaimPlan(List.of(entry), 1))).hasSize(1);
            victim.leave();
        }
    }

    @Test
    void an_alert_hears_of_nothing_but_deaths() throws Exception {
        var events = new ConcurrentLinkedQueue<JobEvent>();
        try (var windlass = echoing().onDead(events::add).start()) {
            windlass.enqueue(ECHO, "a").await(SOON);
            windlass.drain();
        }
        assertThat(events).isEmpty();
    }
}
