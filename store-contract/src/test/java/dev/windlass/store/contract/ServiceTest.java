package dev.windlass.store.contract;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.JobFailedException;
import dev.windlass.JobHandle;
import dev.windlass.TaskHelp;
import dev.windlass.Windlass;
import dev.windlass.WindlassBuilder;
import dev.windlass.store.JobQuery;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.task.DeadReason;
import dev.windlass.task.Describe;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.Exported;
import dev.windlass.task.FatalException;
import dev.windlass.task.JobRun;
import dev.windlass.task.JobState;
import dev.windlass.task.Name;
import dev.windlass.task.Options;
import dev.windlass.task.Parameter;
import dev.windlass.task.Secret;
import dev.windlass.task.Task;
import dev.windlass.task.WindlassException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An object's methods as tasks, called by JSON and by a proxy of its interface. */
@Timeout(60)
class ServiceTest {
    private static final Duration SOON = ofSeconds(20);

    record Line(String shop, BigDecimal sum) {}

    @Exported
    interface Reports {
        @Describe("Makes the report of a month")
        String monthly(int year, @Describe("from 1 to 12") int month);

        BigDecimal sum(List<Line> lines);

        void forget(String shop);

        CompletableFuture<String> yearly(int year);

        String greeting(String name, @Nullable String title);

        long attempt(JobRun run, @Name("the-shop") String shop);

        String refuse(String why);
    }

    static class Doors {
        @Exported
        public String open(@Secret int code) {
            return "door " + code % 10;
        }
    }

    static class Accounting implements Reports {
        final AtomicReference<String> forgotten = new AtomicReference<>("");

        @Override
        public String monthly(int year, int month) {
            return year + "-" + month;
        }

        @Override
        public BigDecimal sum(List<Line> lines) {
            return lines.stream().map(Line::sum).reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        @Override
        public void forget(String shop) {
            forgotten.set(shop);
        }

        @Override
        public CompletableFuture<String> yearly(int year) {
            return CompletableFuture.completedFuture("all of " + year);
        }

        @Override
        public String greeting(String name, @Nullable String title) {
            return title == null ? name : title + " " + name;
        }

        @Override
        public long attempt(JobRun run, String shop) {
            return run.attempt();
        }

        @Override
        public String refuse(String why) {
            throw new FatalException(why);
        }

        public String secret() {
            return "nobody may call this";
        }
    }

    private static WindlassBuilder windlass() {
        return Windlass.on(MemoryStore.open());
    }

    private static Windlass started() {
        return windlass().service("reports", new Accounting()).start();
    }

    private static @Nullable Object answer(Windlass windlass, String task, String json) throws Exception {
        var id = windlass.enqueueJson(task, json, Options.DEFAULT).id();
        return windlass.handle(Task.named(task, Object.class, Object.class), id).await(SOON);
    }

    @Nested
    class ByJson {
        @Test
        void a_method_is_a_task_and_its_parameters_are_fields() throws Exception {
            try (var windlass = started()) {
                assertThat(answer(windlass, "reports.monthly", "{\"month\":11,\"year\":2026}"))
                        .isEqualTo("2026-11");
            }
        }

        @Test
        void a_method_without_a_result_succeeds_with_none() throws Exception {
            var accounting = new Accounting();
            try (var windlass = windlass().service("reports", accounting).start()) {
                assertThat(answer(windlass, "reports.forget", "{\"shop\":\"s9\"}"))
                        .isNull();
                assertThat(accounting.forgotten).hasValue("s9");
            }
        }

        @Test
        void a_field_that_may_be_null_may_be_missing() throws Exception {
            try (var windlass = started()) {
                assertThat(answer(windlass, "reports.greeting", "{\"name\":\"Ada\"}"))
                        .isEqualTo("Ada");
                assertThat(answer(windlass, "reports.greeting", "{\"name\":\"Ada\",\"title\":\"Dr\"}"))
                        .isEqualTo("Dr Ada");
            }
        }

        @Test
        void the_run_is_handed_in_and_is_no_field() throws Exception {
            try (var windlass = started()) {
                assertThat(answer(windlass, "reports.attempt", "{\"the-shop\":\"s9\"}"))
                        .isEqualTo(1);
            }
        }

        @Test
        void a_payload_that_does_not_fit_is_refused_in_one_sentence() {
            try (var windlass = started()) {
                assertRefused(
                        windlass, "{\"year\":2026}", "field \"month\" is missing, expected are [year, month]; add it");
                assertRefused(
                        windlass,
                        "{\"yaer\":2026,\"month\":1}",
                        "field \"yaer\" is unknown, known are [year, month]; remove it");
                assertRefused(windlass, "{\"year\":null,\"month\":1}", "field \"year\" is null; pass a value");
                assertRefused(
                        windlass,
                        "[2026,11]",
                        "the content is not a JSON object, expected one with the fields [year, month]");
                assertRefused(
                        windlass,
                        "{\"year\":1,\"month\":1} {}",
                        "the content goes on after its object; pass one JSON object");
                assertRefused(
                        windlass,
                        "{\"year\":\"x\",\"month\":1}",
                        "field \"year\" does not fit: expected int, found String");
                assertRefused(windlass, "{\"year\":1", "the content is not JSON: it ends before it is complete");
                assertThat(windlass.list(JobQuery.ALL).jobs()).isEmpty();
            }
        }

        private static void assertRefused(Windlass windlass, String json, String sentence) {
            assertThatThrownBy(() -> windlass.enqueueJson("reports.monthly", json, Options.DEFAULT))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("the payload for task reports.monthly was refused: " + sentence)
                    .message()
                    .doesNotContain("\n");
        }

        @Test
        void a_method_that_is_not_exported_is_refused_by_name() {
            try (var windlass = started()) {
                assertThatThrownBy(() -> windlass.enqueueJson("reports.secret", "{}", Options.DEFAULT))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("method reports.secret is not exported; write @Exported before it, or call one of"
                                + " [attempt, forget, greeting, monthly, refuse, sum, yearly]");
            }
        }

        @Test
        void secret_parameter_that_does_not_fit_is_quoted_nowhere() throws Exception {
            try (var windlass = windlass().service("doors", new Doors()).start()) {
                assertThatThrownBy(
                                () -> windlass.enqueueJson("doors.open", "{\"code\":\"canary4711\"}", Options.DEFAULT))
                        .hasMessage("the payload for task doors.open was refused: field \"code\" does not fit: expected"
                                + " int, and what was found may be secret");
                var id = windlass.enqueue(
                                Task.named("doors.open", Map.class), Map.of("code", "canary4711"), Options.DEFAULT)
                        .id();
                windlass.drain();
                assertThat(windlass.find(id).orElseThrow().error().orElseThrow())
                        .contains("field \"code\" does not fit: expected int")
                        .doesNotContain("canary");
            }
        }

        @Test
        void what_a_method_throws_decides_as_in_any_task() throws Exception {
            try (var windlass = started()) {
                var id = windlass.enqueueJson("reports.refuse", "{\"why\":\"no such shop\"}", Options.DEFAULT)
                        .id();
                windlass.drain();
                var job = windlass.find(id).orElseThrow();
                assertThat(job.reason()).contains(DeadReason.FATAL);
                assertThat(job.error().orElseThrow()).endsWith("FatalException: no such shop");
            }
        }
    }

    @Nested
    class ByProxy {
        interface Client {
            JobHandle<String> monthly(int year, int month);

            CompletableFuture<String> refuse(String why);

            String greeting(String name, @Nullable String title);
        }

        @Test
        void a_call_runs_as_a_job_and_its_result_comes_back() {
            try (var windlass = started()) {
                var reports = windlass.proxy("reports", Reports.class);
                assertThat(reports.monthly(2026, 11)).isEqualTo("2026-11");
                assertThat(windlass.list(JobQuery.ALL).jobs())
                        .singleElement()
                        .satisfies(job -> assertThat(job.task()).isEqualTo("reports.monthly"));
            }
        }

        @Test
        void generic_values_keep_their_types() {
            try (var windlass = started()) {
                var lines = List.of(new Line("a", new BigDecimal("1.10")), new Line("b", new BigDecimal("2.25")));
                assertThat(windlass.proxy("reports", Reports.class).sum(lines)).isEqualTo(new BigDecimal("3.35"));
            }
        }

        @Test
        void a_method_that_declares_a_future_gives_it_at_once() {
            try (var windlass = started()) {
                assertThat(windlass.proxy("reports", Reports.class).yearly(2026).join())
                        .isEqualTo("all of 2026");
            }
        }

        @Test
        void a_callers_own_interface_may_ask_for_handles() throws Exception {
            try (var windlass = started()) {
                assertThat(windlass.proxy("reports", Client.class)
                                .monthly(2026, 11)
                                .await(SOON))
                        .isEqualTo("2026-11");
            }
        }

        @Test
        void a_failure_is_thrown_or_completes_the_future() {
            try (var windlass = started()) {
                assertThatThrownBy(
                                () -> windlass.proxy("reports", Reports.class).refuse("no"))
                        .isInstanceOfSatisfying(
                                JobFailedException.class,
                                e -> assertThat(e.job().state()).isEqualTo(JobState.DEAD));
                assertThatThrownBy(() -> windlass.proxy("reports", Client.class)
                                .refuse("no")
                                .join())
                        .isInstanceOf(CompletionException.class)
                        .hasCauseInstanceOf(JobFailedException.class);
            }
        }

        @Test
        void a_call_that_nobody_performs_in_time_says_so_and_its_job_goes_on() {
            try (var windlass = windlass().withoutWorkers().start()) {
                var reports = windlass.proxy("reports", Reports.class, ofMillis(50));
                assertThatThrownBy(() -> reports.monthly(2026, 11))
                        .isInstanceOfSatisfying(WindlassException.class, e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.TIMEOUT);
                            assertThat(e)
                                    .hasMessageContaining(
                                            "has not ended within 50 milliseconds; it goes on, await it again");
                        });
                assertThatThrownBy(() -> reports.yearly(2026).join())
                        .cause()
                        .isInstanceOfSatisfying(
                                WindlassException.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.TIMEOUT));
                assertThat(windlass.list(JobQuery.ALL).jobs()).hasSize(2);
            }
        }

        @Test
        void a_future_ends_with_its_windlass() {
            var windlass = windlass().withoutWorkers().start();
            var future = windlass.enqueue(Task.named("nobody", String.class, String.class), "x")
                    .awaitAsync(Duration.ofDays(1));
            windlass.close();
            assertThatThrownBy(future::join)
                    .cause()
                    .hasMessage("this Windlass was stopped before the job had ended; ask a running one");
        }

        @Test
        void a_value_that_must_not_be_null_is_refused_before_anything_is_accepted() {
            try (var windlass = started()) {
                assertThatThrownBy(
                                () -> windlass.proxy("reports", Reports.class).forget(nothing()))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("parameter \"shop\" is null; pass a value, or mark the type of the parameter with"
                                + " @Nullable");
                assertThat(windlass.list(JobQuery.ALL).jobs()).isEmpty();
            }
        }

        @Test
        void a_proxy_is_equal_to_itself_and_says_what_it_is() {
            try (var windlass = started()) {
                var reports = windlass.proxy("reports", Reports.class);
                assertThat(Set.of(reports)).contains(reports).doesNotContain(windlass.proxy("reports", Reports.class));
                assertThat(reports).hasToString("proxy of service reports").hasSameHashCodeAs(reports);
            }
        }

        @Test
        void a_proxy_of_a_class_is_refused() {
            try (var windlass = started()) {
                assertThatThrownBy(() -> windlass.proxy("reports", Accounting.class))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage(Accounting.class.getName()
                                + " is not an interface; make the proxy of service reports of one");
            }
        }
    }

    @Test
    void help_names_every_task_with_its_parameters() {
        try (var windlass = windlass()
                .service("reports", new Accounting())
                .perform(Task.named("mail", String.class, String.class), (mail, run) -> mail)
                .start()) {
            assertThat(windlass.tasks())
                    .contains(new TaskHelp("mail", "", List.of()))
                    .contains(new TaskHelp(
                            "reports.monthly",
                            "Makes the report of a month",
                            List.of(
                                    new Parameter("year", int.class, false, ""),
                                    new Parameter("month", int.class, false, "from 1 to 12"))))
                    .isSortedAccordingTo((one, other) -> one.name().compareTo(other.name()));
        }
    }

    @SuppressWarnings("NullAway") // What a caller without a checker of nulls may pass.
    private static String nothing() {
        return null;
    }
}
