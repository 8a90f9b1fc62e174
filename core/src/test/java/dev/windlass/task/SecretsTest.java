package dev.windlass.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
