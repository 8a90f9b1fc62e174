package dev.windlass.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private final Report report = new Report(new PrintStream(OutputStream.nullOutputStream()));

    @TempDir
    private Path directory;

    @Test
    void median_of_the_rounds_stands_between_the_lowest_and_the_highest() {
        assertThat(Spread.of(List.of(5.0, 1.0, 3.0, 2.0, 9.0))).isEqualTo(new Spread(3, 1, 9));
    }

    @Test
    void json_is_a_list_of_figures() throws IOException {
        report.figure("bulk enqueue", "Windlass", 1.5, "jobs/s");
        var file = directory.resolve("out.json");
        report.writeJson(file);
        assertThat(Files.readString(file).replaceAll("\\s", ""))
                .isEqualTo(
                        "[{\"measure\":\"bulkenqueue\",\"subject\":\"Windlass\",\"value\":1.5,\"unit\":\"jobs/s\"}]");
    }

    @Test
    void floor_is_met_on_its_bound_and_missed_beyond_it() throws IOException {
        report.floor(new Floor("rate", 75, Floor.Sense.AT_LEAST, 75, "%"));
        report.floor(new Floor("latency", 5.01, Floor.Sense.AT_MOST, 5, "ms"));
        var file = directory.resolve("kept/out.txt");
        report.writeText(file);
        assertThat(file).content().contains("met     rate: 75.00 %").contains("MISSED  latency: 5.01 ms");
    }
}
