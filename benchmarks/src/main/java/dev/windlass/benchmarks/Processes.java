package dev.windlass.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Four worker processes on one database against one: they share the work, and should not stand in each other's way. */
final class Processes implements Measure {
    private static final int MANY = 4;
    private static final String ONE = "1 worker process";
    private static final String ALL = MANY + " worker processes";

    @Override
    public String name() {
        return "worker processes";
    }

    @Override
    public void take(Setting setting, Report report) throws Exception {
        var stored = Stored.jobs(
                setting.databases().fresh("processes-stored"), setting.scale().drainJobs());
        var rounds = new Turns()
                .with(ONE, () -> drain(setting, stored, 1))
                .with(ALL, () -> drain(setting, stored, MANY))
                .take(setting.scale().rounds());
        rounds.tell(report, name());
        report.floor(new Floor(ALL + ", of one", rounds.times(ALL, ONE), Floor.Sense.AT_LEAST, 0.8, "times"));
    }

    private static Pace drain(Setting setting, Address stored, int processes) throws Exception {
        var database = setting.databases().copy(stored, "processes");
        var workers = new ArrayList<Worker>();
        try {
            for (var number = 0; number < processes; number++) {
                workers.add(Worker.start(database, setting.databases().fresh("warm-" + number)));
            }
            for (var worker : workers) {
                worker.awaitReady();
            }
            return Pace.of(setting.scale().drainJobs() / seconds(workers));
        } finally {
            workers.forEach(worker -> worker.process.destroyForcibly());
        }
    }

    /** From the word that all are given to the end of the last. */
    private static double seconds(List<Worker> workers) throws IOException {
        var began = System.nanoTime();
        for (var worker : workers) {
            worker.go();
        }
        for (var worker : workers) {
            worker.awaitEnd();
        }
        return (System.nanoTime() - began) / 1e9;
    }

    /** A process, and what it says. */
    private record Worker(Process process, BufferedReader words) {
        static Worker start(Address database, Address warmUp) throws IOException {
            var process = Child.start(Drainer.class, database.text(), warmUp.text());
            return new Worker(process, process.inputReader(StandardCharsets.UTF_8));
        }

        void awaitReady() throws IOException {
            expect(Drainer.READY);
        }

        void go() throws IOException {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        }

        void awaitEnd() throws IOException {
            expect(Drainer.DRAINED);
        }

        private void expect(String word) throws IOException {
            var said = words.readLine();
            if (!word.equals(said)) {
                throw new IllegalStateException("a worker process said \"" + said + "\" instead of \"" + word + "\"");
            }
        }
    }
}
