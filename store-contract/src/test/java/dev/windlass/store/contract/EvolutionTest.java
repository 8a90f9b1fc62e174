package dev.windlass.store.contract;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.Windlass;
import dev.windlass.store.Job;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.task.Alias;
import dev.windlass.task.DeadReason;
import dev.windlass.task.Exported;
import dev.windlass.task.Options;
import dev.windlass.task.Task;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tasks that were renamed, and payloads that looked different once: what was stored then runs now. */
@Timeout(60)
class EvolutionTest {
    private static final Duration SOON = ofSeconds(20);

    record Bill(String shop, BigDecimal sum, String currency) {}

    static final Task<Bill, String> BILL = Task.named("bill", Bill.class, String.class)
            .withVersion(3)
            .upgrade(1, json -> {
                json.put("shop", json.remove("store"));
                return json;
            })
            .upgrade(2, json -> {
                json.put("currency", "EUR");
                return json;
            });

    /** The task as it was at its first release, for payloads of that time. */
    static final Task<Map<?, ?>, String> FIRST = first("bill");

    @SuppressWarnings("unchecked")
    private static Task<Map<?, ?>, String> first(String name) {
        return Task.named(name, (Class<Map<?, ?>>) (Class<?>) Map.class, String.class);
    }

    private static String paid(Bill bill) {
        return bill.shop() + " " + bill.sum() + " " + bill.currency();
    }

    @Nested
    class Names {
        @Test
        void a_job_stored_under_a_former_name_runs() throws Exception {
            var renamed = Task.named("mail.hello", String.class, String.class)
                    .alias("mail.welcome")
                    .alias("welcome");
            try (var windlass = Windlass.on(MemoryStore.open())
                    .perform(renamed, (name, run) -> "hello " + name)
                    .start()) {
                for (var name : new String[] {"mail.hello", "mail.welcome", "welcome"}) {
                    assertThat(windlass.enqueue(Task.named(name, String.class, String.class), "ada")
                                    .await(SOON))
                            .isEqualTo("hello ada");
                }
                assertThat(windlass.tasks())
                        .singleElement()
                        .satisfies(help -> assertThat(help.name()).isEqualTo("mail.hello"));
            }
        }

        static class Reports {
            @Exported
            @Alias({"reports.month", "month"})
            public String monthly(int year) {
                return "of " + year;
            }
        }

        @Test
        void a_method_that_was_renamed_keeps_its_former_names() throws Exception {
            try (var windlass = Windlass.on(MemoryStore.open())
                    .service("reports", new Reports())
                    .start()) {
                var id = windlass.enqueueJson("reports.month", "{\"year\":2026}", Options.DEFAULT)
                        .id();
                assertThat(windlass.handle(Task.named("reports.month", Void.class, String.class), id)
                                .await(SOON))
                        .isEqualTo("of 2026");
            }
        }
    }

    @Nested
    class Versions {
        @Test
        void a_payload_goes_through_every_upgrade_since_its_version() throws Exception {
            try (var windlass = Windlass.on(MemoryStore.open())
                    .perform(BILL, (bill, run) -> paid(bill))
                    .start()) {
                var sum = new BigDecimal("12345678901234567890.10");
                assertThat(windlass.enqueue(FIRST, Map.of("store", "s9", "sum", sum))
                                .await(SOON))
                        .isEqualTo("s9 12345678901234567890.10 EUR");
                assertThat(windlass.enqueue(FIRST.withVersion(2), Map.of("shop", "s9", "sum", sum))
                                .await(SOON))
                        .isEqualTo("s9 12345678901234567890.10 EUR");
                assertThat(windlass.enqueue(BILL, new Bill("s9", sum, "CHF")).await(SOON))
                        .isEqualTo("s9 12345678901234567890.10 CHF");
            }
        }

        @Test
        void json_that_people_write_is_of_the_present_version() throws Exception {
            try (var windlass = Windlass.on(MemoryStore.open())
                    .perform(BILL, (bill, run) -> paid(bill))
                    .start()) {
                var id = windlass.enqueueJson(
                                "bill", "{\"shop\":\"s9\",\"sum\":1,\"currency\":\"CHF\"}", Options.DEFAULT)
                        .id();
                assertThat(windlass.handle(BILL, id).await(SOON)).isEqualTo("s9 1 CHF");
            }
        }

        @Test
        void a_payload_that_is_no_object_is_upgraded_as_a_value() throws Exception {
            var bill = Task.named("bill", Bill.class, String.class)
                    .withVersion(2)
                    .upgradeValue(1, shop -> Map.of("shop", String.valueOf(shop), "sum", 5, "currency", "EUR"));
            try (var windlass = Windlass.on(MemoryStore.open())
                    .perform(bill, (given, run) -> paid(given))
                    .start()) {
                assertThat(windlass.enqueue(Task.named("bill", String.class, String.class), "s9")
                                .await(SOON))
                        .isEqualTo("s9 5 EUR");
            }
        }

        @Test
        void without_upgrades_an_older_payload_is_read_as_it_is() throws Exception {
            var bill = Task.named("bill", String.class, String.class);
            try (var windlass = Windlass.on(MemoryStore.open())
                    .perform(bill.withVersion(2), (shop, run) -> shop)
                    .start()) {
                assertThat(windlass.enqueue(bill, "s9").await(SOON)).isEqualTo("s9");
            }
        }
    }

    @Nested
    class Broken {
        @Test
        void an_upgrade_that_breaks_makes_the_job_unreadable_and_dead() throws Exception {
            var bill = Task.named("bill", Bill.class, String.class)
                    .withVersion(2)
                    .upgrade(1, json -> {
                        throw new IllegalStateException("no store in it");
                    });
            assertUnreadable(
                    death(bill, FIRST, Map.of("a", 1)),
                    "the upgrade from version 1 broke: java.lang.IllegalStateException: no store in it");
        }

        @Test
        void an_upgrade_of_objects_says_when_it_meets_none() throws Exception {
            assertUnreadable(
                    death(BILL, Task.named("bill", String.class, String.class), "s9"),
                    "the upgrade from version 1 broke: java.lang.IllegalArgumentException: the payload is no JSON object;"
                            + " use upgradeValue");
        }

        @Test
        void a_payload_older_than_the_oldest_upgrade_is_unreadable() throws Exception {
            var bill =
                    Task.named("bill", Bill.class, String.class).withVersion(3).upgrade(2, json -> json);
            assertUnreadable(
                    death(bill, FIRST, Map.of("a", 1)),
                    "the payload has version 1, the oldest that is upgraded here is 2; add the upgrades that lead there");
        }

        private static <P, Q> Job death(Task<P, String> task, Task<Q, String> older, Q payload) throws Exception {
            try (var windlass = Windlass.on(MemoryStore.open())
                    .perform(task, (given, run) -> "never")
                    .start()) {
                var handle = windlass.enqueue(older, payload);
                windlass.drain();
                return handle.find().orElseThrow();
            }
        }

        private static void assertUnreadable(Job job, String sentence) {
            assertThat(job.reason()).contains(DeadReason.UNREADABLE);
            assertThat(job.error().orElseThrow()).endsWith("UnreadableException: " + sentence);
        }
    }

    static Stream<Arguments> mistakes() {
        var bill = Task.named("bill", Bill.class, String.class);
        return Stream.of(
                mistake(
                        () -> Windlass.on(MemoryStore.open())
                                .perform(bill.withVersion(3).upgrade(1, json -> json), (given, run) -> ""),
                        "task bill has version 3 and no upgrade from version 2; add upgrade(2, ...)"),
                mistake(
                        () -> bill.withVersion(3).upgrade(3, json -> json),
                        "task bill has version 3, an upgrade from version 3 leads nowhere; steps begin at 1 to 2, after"
                                + " withVersion"),
                mistake(
                        () -> BILL.upgrade(1, json -> json),
                        "task bill has an upgrade from version 1 already; each version has one"),
                mistake(() -> bill.alias("bill"), "task bill has the name bill already; leave it out"),
                mistake(
                        () -> bill.alias("old bill"),
                        "task name \"old bill\" must match [A-Za-z0-9._-]{1,100}; use letters, digits, dot, underscore"
                                + " and hyphen"),
                mistake(
                        () -> Windlass.on(MemoryStore.open())
                                .perform(bill, (given, run) -> "")
                                .perform(
                                        Task.named("invoice", Bill.class, String.class)
                                                .alias("bill"),
                                        (given, run) -> ""),
                        "task bill has a performer already; give each task one performer"));
    }

    private static Arguments mistake(ThrowingCallable call, String sentence) {
        return Arguments.of(call, sentence);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void a_mistake_is_named(ThrowingCallable call, String sentence) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(sentence);
    }
}
