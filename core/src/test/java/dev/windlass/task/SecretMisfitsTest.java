package dev.windlass.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What does not fit is quoted, unless it may be a secret. */
class SecretMisfitsTest {
    record Login(String user, String password) {
        Login {
            throw new IllegalArgumentException("too weak, " + user + ": " + password);
        }
    }

    record Entry(String door, Map<String, Integer> codes) {
        Entry {
            if (door.length() > 3) {
                throw new IllegalArgumentException("no door has the name " + door);
            }
        }
    }

    private final Task<Entry, Void> open = Task.named("open", Entry.class);

    private static void assertRefused(Task<?, ?> task, String json, String message) {
        assertThatThrownBy(() -> task.decode(Content.json(json)))
                .isInstanceOf(UnreadableException.class)
                .hasMessage(message)
                .satisfies(thrown -> assertThat(said(thrown)).doesNotContain("canary"));
    }

    private static String said(Throwable thrown) {
        var all = new StringWriter();
        thrown.printStackTrace(new PrintWriter(all));
        return all.toString();
    }

    @Test
    void value_of_a_task_that_names_a_secret_is_not_quoted() {
        assertRefused(
                open.withSecrets("codes"),
                "{\"codes\": {\"canary\": \"canary4711\"}}",
                "field \"codes.*\" does not fit: expected Integer, and what was found may be secret");
    }

    @Test
    void words_of_a_constructor_are_not_quoted_beside_a_secret() {
        assertRefused(
                open.withSecrets("door"),
                "{\"door\": \"canary4711\"}",
                "the content does not fit: Entry refuses it, and what it says may be secret");
        assertRefused(
                Task.named("login", Login.class),
                "{\"user\": \"ada\", \"password\": \"canary4711\"}",
                "the content does not fit: its value is a secret, and not of the type");
    }

    @Test
    void secret_in_the_wrong_field_is_not_quoted() {
        assertRefused(
                Task.named("order", SecretsTest.Order.class),
                "{\"number\": \"canary4711\"}",
                "field \"number\" does not fit: expected int, and what was found may be secret");
    }

    @Test
    void words_of_an_upgrade_are_not_quoted_beside_a_secret() {
        var upgraded = open.withVersion(2).upgradeValue(1, json -> {
            throw new IllegalArgumentException("no " + json);
        });

        assertRefused(
                upgraded.withSecrets("door"),
                "\"canary4711\"",
                "the upgrade from version 1 broke: java.lang.IllegalArgumentException");
    }

    @Test
    void parameter_that_is_called_like_a_secret_is_not_quoted() {
        var pin = new Parameter("pin", int.class, false, "");
        var codec = Codec.arguments(List.of(pin), void.class);

        assertThatThrownBy(() -> codec.decode(Content.json("{\"pin\": \"canary4711\"}"), Arguments.class))
                .hasMessage("field \"pin\" does not fit: its value is a secret, and not of the type");
    }

    @Test
    void everything_else_is_quoted() {
        assertThatThrownBy(() -> open.decode(Content.json("{\"door\": \"north\"}")))
                .hasMessage("the content does not fit: Entry refuses it: no door has the name north");
    }
}
