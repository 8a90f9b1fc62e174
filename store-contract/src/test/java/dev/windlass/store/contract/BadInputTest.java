package dev.windlass.store.contract;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.windlass.Windlass;
import dev.windlass.WorkerPlan;
import dev.windlass.store.Edit;
import dev.windlass.store.EditAnswer;
import dev.windlass.store.JobQuery;
import dev.windlass.store.Tally;
import dev.windlass.store.WaitReason;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.task.Codec;
import dev.windlass.task.Content;
import dev.windlass.task.DeadReason;
import dev.windlass.task.Due;
import dev.windlass.task.JobState;
import dev.windlass.task.Limit;
import dev.windlass.task.Options;
import dev.windlass.task.Queue;
import dev.windlass.task.Retry;
import dev.windlass.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong is said in one sentence (what, which value, which limit, what to do), and nothing is accepted. */
@Timeout(60)
class BadInputTest {
    record Welcome(long userId, String template) {}

    static final Task<Welcome, String> WELCOME = Task.named("mail.welcome", Welcome.class, String.class);

    static Stream<Arguments> mistakesAboutLimits() {
        return Stream.of(
                mistake(() -> Limit.named("per-shop").concurrent(0), "concurrent is 0, it must be 1 to 10000"),
                mistake(
                        () -> Limit.named("per-shop").mutex().burst(3),
                        "limit per-shop is no rate and has no burst; drop the burst"),
                mistake(
                        () -> Limit.named("api").rate(5, Duration.ZERO),
                        "the period of a rate is 0 seconds, it must be 1 millisecond to 31 days"),
                mistake(
                        () -> Options.DEFAULT.limit("a", "1").limit("b", "2").limit("c", "3"),
                        "a job has 3 limits, c=3 is one too many: at most 2 can be granted together;" + " drop one"),
                mistake(
                        () -> Options.DEFAULT.limit("a", "x".repeat(201)),
                        "a key of limit \"a\" has 201 characters, it must have 1 to 200 and not be blank; take a digest of"
                                + " what is longer"),
                mistake(
                        () -> Windlass.on(MemoryStore.open())
                                .limit(Limit.named("a").mutex())
                                .limit(Limit.named("a").sequence()),
                        "limit a is declared already; give each limit its bound once"));
    }

    // Long because it is one table.
    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(
                        () -> Options.in(Duration.ofSeconds(-5)),
                        "a delay cannot be negative, this one is -5 seconds; use \"now\""),
                mistake(() -> Options.in("soon"), "soon"),
                mistake(() -> Options.in(Duration.ofDays(400_000)), "is over the limit of"),
                mistake(
                        () -> Options.at(Instant.parse("+10000-01-01T00:00:00Z")),
                        "due time +10000-01-01T00:00:00Z is after the latest that is accepted, 9999-12-31T23:59:59Z"),
                mistake(
                        () -> Options.on("My Mail"),
                        "queue name \"My Mail\" must match [a-z0-9._-]{1,100}; use lower-case letters, digits, dot,"
                                + " underscore and hyphen"),
                mistake(() -> Queue.named("x".repeat(101)), "must match [a-z0-9._-]{1,100}"),
                mistake(() -> Queue.named(""), "queue name \"\" must match"),
                mistake(
                        () -> Queue.named("mail").keep(ofSeconds(1)),
                        "queue mail keeps ended jobs for 1 second, the shortest is 1 hour"),
                mistake(() -> Task.named("send mail", String.class), "task name \"send mail\" must match"),
                mistake(
                        () -> WELCOME.encode(nothing(Welcome.class)),
                        "the payload of task mail.welcome is null, expected Welcome"),
                mistake(() -> WorkerPlan.named(" "), "the name of a worker is blank"),
                mistake(() -> WELCOME.withVersion(0), "task mail.welcome has version 0, versions count from 1"),
                mistake(() -> JobQuery.ALL.withLimit(0), "a page holds 1 to 1000 jobs, 0 were asked for"));
    }

    static Stream<Arguments> mistakesOfWiring() {
        return Stream.of(
                mistake(() -> Windlass.on(MemoryStore.open()).slots(0), "slots is 0, a worker has 1 to 1000"),
                mistake(
                        () -> Windlass.on(MemoryStore.open()).isolation(Duration.ofSeconds(-5), ofSeconds(30)),
                        "isolation-wait is PT-5S, it must be PT0.001S to PT24H; was another unit of time meant?"),
                mistake(
                        () -> Windlass.on(MemoryStore.open()).lease(Duration.ofMillis(10)),
                        "a lease of PT0.01S is below the shortest, 1 s"),
                mistake(
                        () -> Windlass.on(MemoryStore.open())
                                .perform(WELCOME, (welcome, run) -> "")
                                .perform(WELCOME, (welcome, run) -> ""),
                        "task mail.welcome has a performer already; give each task one performer"),
                mistake(
                        () -> Windlass.on(MemoryStore.open())
                                .queue(Queue.named("mail"))
                                .queue(Queue.named("mail").retry(Retry.none())),
                        "queue mail is declared already; give each queue its rules once"),
                mistake(
                        () -> Windlass.on(MemoryStore.open())
                                .worker(WorkerPlan.named("post"))
                                .worker(WorkerPlan.named("post").slots(2)),
                        "two workers are named \"post\", threads and health are told apart by it; give each a name of its"
                                + " own"),
                mistake(
                        () -> Windlass.on(MemoryStore.open())
                                .perform(WELCOME, (welcome, run) -> "")
                                .worker(WorkerPlan.named("w").queues("nowhere"))
                                .start(),
                        "queue \"nowhere\" is not declared here, declared are [default]"));
    }

    /** What a caller without a checker of nulls may pass. */
    @SuppressWarnings("NullAway")
    private static <T> T nothing(Class<T> type) {
        return type.cast(null);
    }

    private static Arguments mistake(ThrowingCallable call, String sentence) {
        return Arguments.of(call, sentence);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource({"mistakes", "mistakesOfWiring"})
    void a_mistake_is_named(ThrowingCallable call, String sentence) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence)
                .message()
                .doesNotContain("\n");
    }

    static Stream<Arguments> payloads() {
        return Stream.of(
                Arguments.of("{\"userId\":1,\"template\":\"a\"", "the content is not JSON"),
                Arguments.of("hello", "the content is not JSON: line 1, column "),
                Arguments.of("", "the content does not fit: expected Welcome, found nothing"),
                Arguments.of(
                        "{\"userId\":1,\"template\":\"a\"} {}",
                        "the content does not fit: expected Welcome, found more behind it; pass one value"),
                Arguments.of(
                        "{\"userId\":99999999999999999999,\"template\":\"a\"}",
                        "field \"userId\" does not fit: its number is too large for its type"),
                Arguments.of(
                        "{\"userId\":tru,\"template\":\"a\"}",
                        "the content is not JSON: line 1, column 11 cannot be read; names and texts stand in double quotes"),
                Arguments.of("null", "the payload of task mail.welcome is null, expected Welcome"),
                Arguments.of("[1,2]", "the content does not fit: expected Welcome, found Array"),
                Arguments.of(
                        "{\"userId\":\"many\",\"template\":\"a\"}",
                        "field \"userId\" does not fit: expected long, found String \"many\""),
                Arguments.of(
                        "{\"userId\":null,\"template\":\"a\"}",
                        "field \"userId\" does not fit: expected long, found null"),
                Arguments.of(
                        "{\"userId\":1,\"tmeplate\":\"a\"}",
                        "field \"tmeplate\" is unknown, known are [template, userId]"),
                Arguments.of("{\"@class\":\"java.lang.Runtime\",\"userId\":1}", "field \"@class\" is unknown"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("payloads")
    void a_payload_that_does_not_fit_is_refused_before_it_is_accepted(String json, String sentence) {
        try (var windlass = Windlass.on(MemoryStore.open())
                .perform(WELCOME, (welcome, run) -> "")
                .start()) {
            assertThatThrownBy(() -> windlass.enqueueJson("mail.welcome", json, Options.DEFAULT))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("the payload for task mail.welcome was refused: ")
                    .hasMessageContaining(sentence)
                    .message()
                    .doesNotContain("\n");
            assertThat(windlass.list(JobQuery.ALL).jobs()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("payloads")
    void an_edit_refuses_what_an_enqueue_would(String json, String sentence) {
        try (var windlass = Windlass.on(MemoryStore.open())
                .perform(WELCOME, (welcome, run) -> "")
                .start()) {
            var id = windlass.enqueue(WELCOME, new Welcome(1, "hi"), Options.in("1 day"))
                    .id();
            var payload = windlass.payload(id);
            assertThatThrownBy(() -> windlass.edit(id, Edit.NOTHING.withPayload(Content.json(json))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("the payload for task mail.welcome was refused: ")
                    .hasMessageContaining(sentence)
                    .message()
                    .doesNotContain("\n");
            assertThat(windlass.payload(id)).isEqualTo(payload);
        }
    }

    @Test
    void an_edit_of_a_job_whose_task_is_not_known_here_takes_json_and_what_says_to_be_something_else() {
        try (var windlass =
                Windlass.on(MemoryStore.open()).maxPayload(20).withoutWorkers().start()) {
            var id =
                    windlass.enqueueJson("mail.farewell", "{}", Options.DEFAULT).id();

            assertThatThrownBy(() -> windlass.edit(id, Edit.NOTHING.withPayload(Content.json("{"))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(
                            "the payload for task mail.farewell was refused: the content is not JSON: it ends before it is complete");
            assertThatThrownBy(() -> windlass.edit(id, Edit.NOTHING.withPayload(Content.json(" ".repeat(21) + "{"))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the payload of task mail.farewell is 22 bytes, the limit is 20 (max-payload); store it"
                            + " elsewhere and pass where it is");
            for (var fits : List.of(Content.json("[7]"), Content.of("text/plain", 1, new byte[] {'{'}))) {
                assertThat(windlass.edit(id, Edit.NOTHING.withPayload(fits))).isEqualTo(EditAnswer.EDITED);
                assertThat(windlass.payload(id)).contains(fits);
            }
        }
    }

    @Test
    void a_payload_that_fits_no_more_is_dead_at_once_and_its_performer_is_not_called() throws Exception {
        var runs = new AtomicInteger();
        try (var windlass = Windlass.on(MemoryStore.open())
                .perform(WELCOME, (welcome, run) -> "run " + runs.incrementAndGet())
                .start()) {
            var handle = windlass.enqueue(Task.named(WELCOME.name(), Integer.class), 42);
            windlass.drain();
            assertThat(handle.find().orElseThrow().reason()).contains(DeadReason.UNREADABLE);
            assertThat(runs).hasValue(0);
        }
    }

    @Test
    void a_limit_that_is_not_declared_is_refused_by_name() {
        try (var windlass = Windlass.on(MemoryStore.open())
                .perform(WELCOME, (welcome, run) -> "")
                .limit(Limit.named("per-shop").mutex())
                .start()) {
            assertThatThrownBy(() ->
                            windlass.enqueue(WELCOME, new Welcome(1, "hi"), Options.DEFAULT.limit("per-shp", "shop-9")))
                    .hasMessage("limit \"per-shp\" is not declared here, declared are [per-shop]; declare it with"
                            + " limit(Limit.named(\"per-shp\").mutex())");
            assertThat(windlass.list(JobQuery.ALL).jobs()).isEmpty();
        }
    }

    @Test
    void a_lenient_task_ignores_unknown_fields() throws Exception {
        var lenient = WELCOME.withCodec(Codec.lenientJson());
        try (var windlass = Windlass.on(MemoryStore.open())
                .perform(lenient, (welcome, run) -> "for " + welcome.userId())
                .start()) {
            var id = windlass.enqueueJson("mail.welcome", "{\"userId\":7,\"new\":true}", Options.DEFAULT)
                    .id();
            assertThat(windlass.handle(lenient, id).await(ofSeconds(20))).isEqualTo("for 7");
        }
    }

    @Test
    void a_class_name_in_a_payload_is_plain_data() throws Exception {
        var echo = Task.named("echo", Map.class, String.class);
        try (var windlass = Windlass.on(MemoryStore.open())
                .perform(
                        echo,
                        (payload, run) ->
                                payload.get("@class") + " " + payload.getClass().getSimpleName())
                .start()) {
            var id = windlass.enqueueJson("echo", "{\"@class\":\"java.lang.Runtime\"}", Options.DEFAULT)
                    .id();
            assertThat(windlass.handle(echo, id).await(ofSeconds(20))).isEqualTo("java.lang.Runtime LinkedHashMap");
        }
    }

    @Test
    void a_job_of_a_task_that_nobody_here_performs_waits_for_one_who_does() {
        try (var windlass = Windlass.on(MemoryStore.open())
                .perform(WELCOME, (welcome, run) -> "")
                .start()) {
            var id =
                    windlass.enqueueJson("mail.farewell", "{}", Options.DEFAULT).id();
            await().until(() -> windlass.find(id).orElseThrow().error().isPresent());
            var job = windlass.find(id).orElseThrow();
            assertThat(job.state()).isEqualTo(JobState.WAITING);
            assertThat(job.waiting()).contains(WaitReason.NO_TASK);
            assertThat(job.tally()).isEqualTo(Tally.NONE);
            assertThat(job.error())
                    .contains("no performer here for task mail.farewell with payloads of version 1; it waits for a"
                            + " worker that has one, declare it with perform(...)");
        }
    }

    @Test
    void words_of_the_past_mean_now() {
        assertThat(Options.in("5 seconds ago").due()).isEqualTo(Due.NOW);
        assertThat(Options.in("now").due()).isEqualTo(Due.NOW);
        var now = Instant.parse("2026-11-22T10:00:00Z");
        assertThat(Options.at(now.minusSeconds(5)).due().from(now)).isEqualTo(now);
    }
}
