package dev.windlass.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @Nested
    class Marked {
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

        @Test
        void value_that_does_not_fit_is_not_quoted() {
            assertThatThrownBy(() -> Codec.json()
                            .decode(Content.json("{\"cards\": [{\"digits\": {\"canary4711\": 1}}]}"), Order.class))
                    .hasMessage("field \"cards.[0].digits\" does not fit: its value is a secret, and not of the type");
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
