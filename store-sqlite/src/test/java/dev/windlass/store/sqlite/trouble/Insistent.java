package dev.windlass.store.sqlite.trouble;

import dev.windlass.Windlass;
import dev.windlass.store.sqlite.SqliteStore;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.Task;
import dev.windlass.task.WindlassException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * One caller who enqueues and enqueues, and does not take a refusal for an answer. Says {@code A job} when an enqueue has
 * returned, {@code R code} when it was refused, each with one write.
 *
 * <p>Nothing runs here: so every sync of the writer belongs to an enqueue, and each answer is out before the next one begins.
 */
final class Insistent {
    static final Task<String, Void> WORD = Task.named("word", String.class);

    private static final int MOST = 200;
    private static final int REFUSALS = 50;

    private Insistent() {}

    public static void main(String[] arguments) throws IOException {
        try (var world = new FileOutputStream(FileDescriptor.out);
                var windlass = Windlass.on(SqliteStore.at(Path.of(arguments[0])))
                        .withoutWorkers()
                        .start()) {
            var refusals = 0;
            for (var number = 0; number < MOST && refusals < REFUSALS; number++) {
                try {
                    say(world, "A " + windlass.enqueue(WORD, "word").id());
                } catch (WindlassException e) {
                    say(world, "R " + e.code());
                    refusals += e.code() == ErrorCode.STORE_FAILED ? 1 : REFUSALS;
                }
            }
        }
    }

    private static void say(FileOutputStream world, String line) throws IOException {
        world.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    }
}
