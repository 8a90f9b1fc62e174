package dev.windlass.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static Arguments parse(String... words) {
        return Arguments.parse(words);
    }

    private static Measure measure(String name) {
        return new SqliteSuite()
                .measures().stream()
                        .filter(measure -> measure.name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void nothing_said_means_the_full_measure() {
        var arguments = parse("root", "sqlite");
        assertThat(arguments.scale()).isEqualTo(Scale.FULL);
        assertThat(arguments.json()).isEmpty();
        assertThat(arguments.keeps()).isFalse();
    }

    @Test
    void options_add_up_in_any_order() {
        var arguments = parse("root", "sqlite", "--json", "out.json", "--rounds", "3", "--quick", "--keep");
        assertThat(arguments.json()).contains(Path.of("out.json"));
        assertThat(arguments.scale()).isEqualTo(Scale.QUICK.withRounds(3));
        assertThat(arguments.keeps()).isTrue();
    }

    @Test
    void only_chooses_measures_by_how_their_names_begin() {
        var arguments = parse("root", "sqlite", "--only", "single", "--only", "kill");
        assertThat(arguments.wants(measure("single enqueue"))).isTrue();
        assertThat(arguments.wants(new KillReruns())).isTrue();
        assertThat(arguments.wants(measure("end to end"))).isFalse();
    }

    @Test
    void what_is_not_known_is_named() {
        assertThatThrownBy(() -> parse("root", "oracle")).hasMessageContaining("oracle");
        assertThatThrownBy(() -> parse("root", "sqlite", "--fast")).hasMessageContaining("--fast");
        assertThatThrownBy(() -> parse("root", "sqlite", "--json")).hasMessageContaining("--json is missing");
        assertThatThrownBy(() -> parse("root", "sqlite", "--rounds", "many")).hasMessageContaining("\"many\"");
    }
}
