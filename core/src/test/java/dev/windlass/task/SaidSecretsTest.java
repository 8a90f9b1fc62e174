package dev.windlass.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What tasks say in errors and log lines, of the fields that their job names as secret. */
class SaidSecretsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "bad: Login[user=ada, pin=canary77, in=[x]] | bad: Login[user=ada, pin=***, in=[x]]",
                "bad: Inner[n=1, code=canary, m=2] | bad: Inner[n=1, code=***, m=2]",
                "{\"code\":471147} | {\"code\":***",
                "{\"pin\": \"canary 77\", \"n\": 1} | {\"pin\": ***, \"n\": 1}",
                "PIN: canary77 | PIN: ***",
                "price.$=canary, password=canary | price.$=***, password=***",
                "barcode=4711, spin=1, the code is 7 | barcode=4711, spin=1, the code is 7",
            })
    void what_a_job_says_of_its_secret_fields_is_masked(String said, String kept) {
        assertThat(Secrets.masked(said, Map.of(Secrets.HEADER, "code,pin,price.$")))
                .isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "", ","})
    void a_job_that_names_no_secret_field_says_what_it_says(String names) {
        assertThat(Secrets.masked("pin=1, *=2, password=canary", Map.of(Secrets.HEADER, names)))
                .isEqualTo("pin=1, *=2, password=***");
        assertThat(Secrets.masked("pin=1", Map.of())).isEqualTo("pin=1");
    }
}
