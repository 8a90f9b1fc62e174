package dev.windlass.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "login failed: password=canary4711, user=ada | login failed: password=***, user=ada",
                "{\"api_key\": \"canary 4711\", \"n\": 1} | {\"api_key\": ***, \"n\": 1}",
                "Authorization: Bearer canary4711 | Authorization: Bearer ***",
                "jdbc:postgresql://ada:canary4711@host/db is down | jdbc:postgresql://ada:***@host/db is down",
                "TOKEN = canary4711 expired | TOKEN = *** expired",
                "GET /x?token=canary4711&page=2 | GET /x?token=***&page=2",
                "card_number: canary4711 | card_number: ***",
            })
    void what_looks_like_a_secret_is_masked(String said, String kept) {
        assertThat(Secrets.masked(said)).isEqualTo(kept).doesNotContain("canary");
    }

    @Test
    void what_does_not_is_kept_as_it_is() {
        var text = "the key of limit per-shop is too long; a passing test, 3 tokens, https://host:8080/a@b, time 12:30";

        assertThat(Secrets.masked(text)).isEqualTo(text);
    }

    record Card(String holder, @Secret String digits) {}

    record Order(
            int number,
            List<Card> cards,
            String password,
            @JsonProperty("remark") @Secret String note) {}

    static class Base {
        static final Card SHARED = new Card("x", "y");

        @Secret
        String inherited = "";
    }

    static final class Derived extends Base {
        Order order = new Order(1, List.of(), "", "");
    }

    record Box<T>(T inside) {}

    record Wild(List<? extends Card> cards) {}

    static final class Row {
        public Card[] cards = {};
    }

    static final class Rows<T extends Card> {
        public List<List<T>[]> cards = List.of();
    }

    record Bounded<T extends Card>(T card) {}

    record Filled(List<Box<List<Card>>> boxes) {}

    static class Holder<T> {
        @Nullable
        T held;
    }

    static final class Wallet extends Holder<Card> {}

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Snake(@Secret String doorCode, String userName) {}

    static class Bare {
        @Secret
        public String doorCode = "";
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    static final class Named extends Bare {}

    record Aliased(@JsonAlias({"door", "gate"}) @Secret String code) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes(@JsonSubTypes.Type(Cash.class))
    interface Payment {}

    record Cash(@Secret String safe) implements Payment {}

    interface Plain {}

    record Check(@Secret String safe) implements Plain {}

    record Bill(
            @JsonTypeInfo(use = JsonTypeInfo.Id.NAME) @JsonSubTypes(@JsonSubTypes.Type(Check.class))
            Plain by) {}

    static final class Debt {
        @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
        @JsonSubTypes(@JsonSubTypes.Type(Check.class))
        public Plain getBy() {
            return new Check("");
        }
    }

    record Home(String street, @Secret String door) {}

    static final class Person {
        public String name = "";

        @JsonUnwrapped(prefix = "home_")
        public Home home = new Home("", "");
    }

    static final class Flat {
        @Secret
        @JsonUnwrapped
        public Person person = new Person();
    }

    static final class Prefixed {
        @JsonUnwrapped(prefix = "p_", suffix = "_s")
        public Person person = new Person();
    }

    record Digits(@JsonValue @Secret String text) {}

    record Paid(List<Digits> by, int cents) {}

    static final class Closed {
        @Secret
        private String code = "";

        @SuppressWarnings("unused") // Called by the library that reads JSON.
        void setCode(String value) {
            code = value;
        }

        @Override
        public String toString() {
            return code;
        }
    }

    /** Types as parameters of a method have them. */
    static final class Generic {
        Map<String, ? super Card> wildcard = Map.of();
        List<List<Card>[]> array = List.of();
        Box<? extends Box<Card[]>> deep = new Box<>(new Box<>(new Card[0]));
    }

    static final class Endless<T> {
        @Nullable
        Endless<List<T>> next;

        @Secret
        public String mark = "";
    }

    @Nested
    class Marked {
        static Stream<Arguments> hidden() {
            return Stream.of(
                    arguments("a wildcard", Wild.class, Set.of("digits")),
                    arguments("an array", Row.class, Set.of("digits")),
                    arguments("a payload that is an array", Card[].class, Set.of("digits")),
                    arguments("an array of lists of a type variable", Rows.class, Set.of("digits")),
                    arguments("the bound of a type variable", Bounded.class, Set.of("digits")),
                    arguments("types of types", Filled.class, Set.of("digits")),
                    arguments("a generic superclass", Wallet.class, Set.of("digits")),
                    arguments("a naming strategy", Snake.class, Set.of("door_code")),
                    arguments("a naming strategy over a superclass", Named.class, Set.of("door_code", "doorCode")),
                    arguments("an alias", Aliased.class, Set.of("code", "door", "gate")),
                    arguments("subtypes by annotation", Payment.class, Set.of("safe")),
                    arguments("subtypes that a field names", Bill.class, Set.of("safe")),
                    arguments("subtypes that a getter names", Debt.class, Set.of("safe")),
                    arguments(
                            "a secret without an object of its own",
                            Flat.class,
                            Set.of("person", "name", "home", "home_street", "home_door", "door")),
                    arguments(
                            "secrets within one without", Prefixed.class, Set.of("door", "p_home_door_s", "home_door")),
                    arguments("a value that is its type's only one", Paid.class, Set.of("by", "text")),
                    arguments("a setter", Closed.class, Set.of("code")),
                    arguments("a type that grows for ever", Endless.class, Set.of("mark")));
        }

        @ParameterizedTest
        @MethodSource("hidden")
        void fields_are_found_behind_anything_that_json_reads_through(
                String what, Class<?> payload, Set<String> names) {
            assertThat(Task.named("t", payload).secrets()).as(what).isEqualTo(names);
        }

        @Test
        void fields_are_found_behind_every_part_of_a_parameters_type() throws Exception {
            for (var field : Generic.class.getDeclaredFields()) {
                assertThat(new Parameter("p", field.getGenericType(), false, "").secrets())
                        .as(field.getName())
                        .isEqualTo(Set.of("digits"));
            }
        }

        @Test
        void fields_are_found_at_any_depth_under_their_names_in_json() {
            assertThat(Task.named("order", Order.class).secrets()).containsExactlyInAnyOrder("digits", "remark");
            assertThat(Task.named("derived", Derived.class).secrets())
                    .containsExactlyInAnyOrder("inherited", "digits", "remark");
            assertThat(Task.named("plain", String.class).secrets()).isEmpty();
        }

        @Test
        void job_carries_the_names_in_a_header_and_others_carry_none() {
            assertThat(Task.named("order", Order.class)
                            .withSecrets("number")
                            .marked(Options.DEFAULT)
                            .terms()
                            .headers())
                    .isEqualTo(Map.of(Secrets.HEADER, "digits,number,remark"));
            assertThat(Task.named("plain", String.class).marked(Options.DEFAULT))
                    .isSameAs(Options.DEFAULT);
        }

        @Test
        void values_are_masked_and_the_rest_is_shown() {
            var order = new Order(7, List.of(new Card("Ada", "canary4711")), "canary4711", "canary4711");
            var task = Task.named("order", Order.class);
            var headers = task.marked(Options.DEFAULT).terms().headers();

            assertThat(Secrets.shown(task.encode(order), headers))
                    .isEqualTo(
                            "{\"number\":7,\"cards\":[{\"holder\":\"Ada\",\"digits\":\"***\"}],\"password\":\"***\",\"remark\":\"***\"}");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "9223372036854775807",
                    "123456789012345678901234567890",
                    "0.12345678901234567890",
                    "1.10",
                    "100.0",
                    "1234567890123.4567890",
                    "1E+400"
                })
        void numbers_keep_every_digit_beside_them(String number) {
            assertThat(Secrets.shown(Content.json("{\"n\":[" + number + "]}"), Map.of()))
                    .isEqualTo("{\"n\":[" + number + "]}");
        }

        @Test
        void value_that_does_not_fit_is_not_quoted() {
            assertThatThrownBy(() -> Codec.json()
                            .decode(Content.json("{\"cards\": [{\"digits\": {\"canary4711\": 1}}]}"), Order.class))
                    .hasMessage("field \"cards.[0].digits\" does not fit: its value is a secret, and not of the type");
        }
    }

    @Test
    void fields_that_the_caller_names_stay_named_beside_those_of_the_task() {
        var given = Options.DEFAULT.header(Secrets.HEADER, "door");

        assertThat(Task.named("order", Order.class).marked(given).terms().headers())
                .containsEntry(Secrets.HEADER, "digits,door,remark");
        assertThat(Task.named("order", Order.class)
                        .marked(Options.DEFAULT.header(Secrets.HEADER, "*"))
                        .terms()
                        .headers())
                .containsEntry(Secrets.HEADER, "*,digits,remark");
    }

    @Nested
    class Unknown {
        private final Options unknown = Secrets.allMarked(Options.DEFAULT);

        @Test
        void fields_of_a_task_that_is_not_known_are_all_masked_and_their_names_shown() {
            var json = "{\"user\":\"ada\",\"ids\":[1,2.5,true,null],\"card\":{\"digits\":\"4711\"}}";

            assertThat(Secrets.shown(Content.json(json), unknown.terms().headers()))
                    .isEqualTo("{\"user\":\"***\",\"ids\":[\"***\",\"***\",\"***\",null],\"card\":\"***\"}");
            assertThat(Secrets.shown(Content.json("4711"), unknown.terms().headers()))
                    .isEqualTo("\"***\"");
        }

        @Test
        void who_names_the_secret_fields_of_such_a_job_has_the_others_shown() {
            var named = Options.DEFAULT.header(Secrets.HEADER, "door");

            assertThat(Secrets.allMarked(named)).isSameAs(named);
            assertThat(Secrets.shown(
                            Content.json("{\"user\":\"ada\",\"door\":7}"),
                            named.terms().headers()))
                    .isEqualTo("{\"user\":\"ada\",\"door\":\"***\"}");
        }

        @Test
        void more_names_than_a_header_holds_or_one_that_it_cannot_hold_mask_everything() {
            var many = IntStream.range(0, 200).mapToObj(i -> "secretField" + i).toArray(String[]::new);

            for (var task : List.of(
                    Task.named("wide", String.class).withSecrets(many),
                    Task.named("odd", String.class).withSecrets("a,b"))) {
                assertThat(task.marked(Options.DEFAULT).terms().headers()).isEqualTo(Map.of(Secrets.HEADER, "*"));
            }
        }
    }

    @Nested
    class Headers {
        @Test
        void names_of_secret_fields_leave_a_job_all_its_headers() {
            var task = Task.named("order", Order.class);

            assertThat(task.marked(with(Terms.MOST_HEADERS)).terms().headers()).hasSize(Terms.MOST_HEADERS + 1);
            assertThatThrownBy(() -> with(Terms.MOST_HEADERS + 1))
                    .hasMessage("a job has 33 headers, the limit is 32; put the rest into the payload");
            assertThatThrownBy(() -> task.marked(with(Terms.MOST_HEADERS)).header("one-more", ""))
                    .hasMessage("a job has 33 headers, the limit is 32; put the rest into the payload");
        }

        private static Options with(int headers) {
            return IntStream.range(0, headers)
                    .boxed()
                    .reduce(Options.DEFAULT, (options, i) -> options.header("h" + i, ""), (one, other) -> {
                        throw new IllegalStateException("not in parallel");
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "userPassword",
                "PASSWORD",
                "pass",
                "access_token",
                "X-Auth-Token",
                "apiKey",
                "api-key",
                "Authorization",
                "cardNumber",
                "client.secret",
                "pin",
                "cookie"
            })
    void names_that_tell_are_masked(String name) {
        assertThat(Secrets.shown(Content.json("{\"" + name + "\": [1, 2]}"), Map.of()))
                .isEqualTo("{\"" + name + "\":\"***\"}");
        assertThat(Secrets.masked(Map.of(name, "canary"))).isEqualTo(Map.of(name, "***"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"passenger", "cardinality", "monkey", "spinner", "author", "userId", "shop"})
    void names_that_do_not_are_shown(String name) {
        assertThat(Secrets.shown(Content.json("{\"" + name + "\": null, \"x\": \"é\"}"), Map.of()))
                .isEqualTo("{\"" + name + "\":null,\"x\":\"é\"}");
    }

    @Test
    void content_that_is_no_json_is_not_shown() {
        assertThat(Secrets.shown(Content.of("text/plain", 1, new byte[7]), Map.of()))
                .isEqualTo("text/plain v1, 7 bytes");
        assertThat(Secrets.shown(Content.json("canary"), Map.of()))
                .isEqualTo("application/json v1, 6 bytes, which is no JSON");
    }
}
