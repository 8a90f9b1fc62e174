package dev.windlass.benchmarks;

import dev.windlass.Windlass;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;

/**
 * Windlass whose jobs run in another process than the one that enqueues them. Both read the same monotonic clock, which on Linux
 * counts from the start of the machine.
 */
final class AcrossProcesses implements Contender {
    static final String NAME = "Windlass, across processes";

    private final WindlassContender windlass = new WindlassContender();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int jobs(Scale scale) {
        return windlass.jobs(scale);
    }

    @Override
    public void prepare(Address database) {
        windlass.prepare(database);
    }

    @Override
    public Client client(Address database) {
        return windlass.client(database);
    }

    @Override
    public Opened open(Address database, Started started) throws IOException {
        var client = windlass.client(database);
        return () -> {
            var process = Child.start(Performer.class, database.text());
            var words = process.inputReader(StandardCharsets.UTF_8);
            if (!Performer.READY.equals(words.readLine())) {
                throw new IllegalStateException("the worker process did not start");
            }
            var begun = new Semaphore(0);
            new Thread(() -> hear(words, started, begun), "worker-process").start();
            return new Running(client, process, begun);
        };
    }

    private static void hear(BufferedReader words, Started started, Semaphore begun) {
        try {
            for (var line = words.readLine(); line != null; line = words.readLine()) {
                var space = line.indexOf(' ');
                started.at(Long.parseLong(line.substring(0, space)), line.substring(space + 1));
                begun.release();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Running(Client client, Process process, Semaphore begun) implements Worker {
        @Override
        public void enqueue(String text) throws Exception {
            client.enqueue(text);
        }

        @Override
        public void enqueueAll(int jobs) throws Exception {
            client.enqueueAll(jobs);
        }

        /** The process says when jobs begin; it is closed, and so done with them, before anything is counted. */
        @Override
        public void awaitFinished(int jobs) throws InterruptedException {
            begun.acquire(jobs);
        }

        @Override
        public void close() throws SQLException {
            client.close();
            try {
                process.getOutputStream().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            process.onExit().join();
        }
    }

    /** The other process: says when each job began, until its input ends. {@code Performer STORE}. */
    static final class Performer {
        private static final String READY = "ready";

        private Performer() {}

        public static void main(String[] words) throws IOException {
            var windlass = Windlass.on(new Address(words[0]).open())
                    .perform(Letter.TASK, (letter, run) -> {
                        var nanos = System.nanoTime();
                        System.out.println(nanos + " " + letter.text());
                        return Letter.Receipt.SAMPLE;
                    })
                    .start();
            System.out.println(READY);
            while (System.in.read() >= 0) {
                // Nothing is said to it; it waits for the end.
            }
            windlass.close();
        }
    }
}
