package dev.windlass.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextsTest {
    @Test
    void long_text_is_cut_to_its_bound_with_an_ellipsis() {
        assertThat(Texts.cut("abcdef", 6)).isEqualTo("abcdef");
        assertThat(Texts.cut("abcdefg", 6)).isEqualTo("abcde…");
    }

    @Test
    void a_character_of_two_halves_is_never_cut_in_two() {
        assertThat(Texts.cut("abcd\uD83D\uDE00efg", 6)).isEqualTo("abcd…");
    }

    @Test
    void a_null_character_is_replaced_because_postgres_refuses_it() {
        assertThat(Texts.cut("a\u0000b", 10)).isEqualTo("a\uFFFDb");
    }
}
