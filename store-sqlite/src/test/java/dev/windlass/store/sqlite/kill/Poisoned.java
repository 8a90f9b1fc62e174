package dev.windlass.store.sqlite.kill;

import dev.windlass.Windlass;
import dev.windlass.store.sqlite.SqliteStore;
import dev.windlass.task.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;

/** Runs what it finds in a file, in which one job halts the machine it runs on. When the file is new it enqueues all jobs first. */
final class Poisoned {
    static final Task<Dose, Void> DOSE = Task.named("dose", Dose.class);
    static final int HALTED = 86;

    /** A job; the poisonous one halts the JVM. */
    record Dose(int number, boolean poison) {}

    private Poisoned() {}

    static Dose dose(int number, int poison) {
        return new Dose(number, number == poison);
    }

    public static void main(String[] arguments) throws Exception {
        var jobs = Integer.parseInt(arguments[1]);
        var poison = Integer.parseInt(arguments[2]);
        try (var windlass = Windlass.on(SqliteStore.at(Path.of(arguments[0])))
                .perform(DOSE, (dose, run) -> {
                    if (dose.poison()) {
                        Runtime.getRuntime().halt(HALTED);
                    }
                    return null;
                })
                .lease(Duration.ofSeconds(1))
                .isolation(Duration.ofMillis(500), Duration.ofSeconds(1))
                .start()) {
            if (Boolean.parseBoolean(arguments[3])) {
                windlass.enqueueAll(DOSE, IntStream.range(0, jobs).mapToObj(number -> dose(number, poison)));
            }
            windlass.drain();
        }
    }
}
