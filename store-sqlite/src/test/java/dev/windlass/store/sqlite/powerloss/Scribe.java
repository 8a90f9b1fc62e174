package dev.windlass.store.sqlite.powerloss;

import dev.windlass.JobEvent;
import dev.windlass.Windlass;
import dev.windlass.store.sqlite.SqliteStore;
import dev.windlass.store.sqlite.Unsynced;
import dev.windlass.task.JobRun;
import dev.windlass.task.Task;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The program that is traced: several callers enqueue jobs of very different sizes, some of which have a child, and all run.
 *
 * <p>What it promises it says on standard output, one write a line: {@code A job} when an enqueue has returned, {@code S job} when
 * it was told that a job succeeded.
 */
final class Scribe {
    static final Task<Page, Written> PAGE = Task.named("page", Page.class, Written.class);

    private static final int CALLERS = 4;
    private static final int LARGE_EVERY = 5;
    private static final int MOST_LARGE = 200_000;
    private static final int CHILD_EVERY = 4;

    /** A sheet to write on. */
    record Page(int number, String text) {}

    record Written(List<String> children) {}

    /** Whether commits are synced. */
    enum Manner {
        SOUND,
        UNSYNCED
    }

    private final FileOutputStream world = new FileOutputStream(FileDescriptor.out);

    private Scribe() {}

    public static void main(String[] arguments) throws Exception {
        var store = SqliteStore.at(Path.of(arguments[0]));
        if (Manner.valueOf(arguments[1]) == Manner.UNSYNCED) {
            Unsynced.spoil(store);
        }
        new Scribe().write(store, Integer.parseInt(arguments[2]), Long.parseLong(arguments[3]));
    }

    static List<String> arguments(Path database, Manner manner, int pages, long seed) {
        return List.of(database.toString(), manner.name(), Integer.toString(pages), Long.toString(seed));
    }

    private void write(SqliteStore store, int pages, long seed) throws InterruptedException {
        try (var windlass = Windlass.on(store)
                .perform(PAGE, Scribe::perform)
                .slots(4)
                .listen(this::hear)
                .start()) {
            var callers = new ArrayList<Thread>();
            for (var number = 0; number < CALLERS; number++) {
                var chance = new Random(seed + number);
                var caller = new Thread(() -> call(windlass, pages / CALLERS, chance));
                callers.add(caller);
                caller.start();
            }
            for (var caller : callers) {
                caller.join();
            }
            windlass.drain();
        }
    }

    private void call(Windlass windlass, int pages, Random chance) {
        for (var number = 0; number < pages; number++) {
            var length = number % LARGE_EVERY == 0 ? chance.nextInt(MOST_LARGE) : chance.nextInt(100);
            var page = new Page(number, "x".repeat(length));
            say("A " + windlass.enqueue(PAGE, page).id());
        }
    }

    private static Written perform(Page page, JobRun run) {
        return page.number() % CHILD_EVERY == 1
                ? new Written(List.of(run.enqueue(PAGE, new Page(0, "child")).toString()))
                : new Written(List.of());
    }

    private void hear(JobEvent event) {
        if (event instanceof JobEvent.Succeeded succeeded) {
            say("S " + succeeded.job());
        }
    }

    private void say(String line) {
        try {
            world.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
