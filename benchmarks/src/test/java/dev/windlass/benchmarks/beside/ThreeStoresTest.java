package dev.windlass.benchmarks.beside;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.windlass.store.contract.simulation.Simulation;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * The simulation on SQLite, PostgreSQL and memory at once, seed by seed: whatever one of them answers to a call, the others answer.
 *
 * <p>{@code -Dwindlass.long=true} plays more seeds, {@code -Dwindlass.seeds=} the part of them that it plays elsewhere, and
 * {@code -Dwindlass.simulation.seed=3} one.
 */
class ThreeStoresTest {
    private static final int SEEDS = Boolean.getBoolean("windlass.long") ? 300 : 3;

    /** As many as a store plays that costs nothing. */
    private static final int FULL = 10_000;

    /** A look at all jobs costs more than most calls. */
    private static final int LOOK = 20;

    private static final Logger ENGINE = (Logger) LoggerFactory.getLogger("dev.windlass.engine");

    private static SeedSchemas schemas;

    @BeforeAll
    static void start() throws IOException {
        // Each seed is full of outages, and the engine has a line for each.
        ENGINE.setLevel(Level.OFF);
        schemas = SeedSchemas.start();
    }

    @AfterAll
    static void stop() throws IOException {
        schemas.close();
        ENGINE.setLevel(null);
    }

    @Test
    void what_one_store_answers_the_others_answer_too() {
        var simulation = Simulation.on(new ThreeStores(schemas)).lookingEvery(LOOK);

        assertThat(seeds().mapToObj(simulation::play)
                        .filter(play -> play.trouble().isPresent())
                        .findFirst()
                        .map(Simulation.Play::story))
                .isEmpty();
    }

    private static LongStream seeds() {
        var count = Math.max(1, (long) SEEDS * Integer.getInteger("windlass.seeds", FULL) / FULL);
        return Optional.ofNullable(Long.getLong("windlass.simulation.seed"))
                .map(LongStream::of)
                .orElseGet(() -> LongStream.range(0, count));
    }
}
