package dev.windlass.benchmarks;

import dev.windlass.Windlass;
import java.io.IOException;
import java.nio.file.Path;

/** What an engine without work costs: calls of the store and bytes written to the disk, each second. */
final class IdleCost implements Measure {
    private static final Path IO = Path.of("/proc/self/io");

    @Override
    public String name() {
        return "idle cost";
    }

    @Override
    public void take(Setting setting, Report report) throws Exception {
        var store = new CountingStore(setting.databases().fresh("idle").open());
        var windlass = Windlass.on(store)
                .perform(Letter.TASK, (letter, run) -> Letter.Receipt.SAMPLE)
                .start();
        try {
            watch(setting, report, store);
        } finally {
            windlass.close();
        }
    }

    private void watch(Setting setting, Report report, CountingStore store) throws Exception {
        // What a start does once is not idling.
        Thread.sleep(1_000);
        store.takeCounts();
        var written = written();
        Thread.sleep(setting.scale().idle().toMillis());
        var counts = store.takeCounts();
        var seconds = setting.scale().idle().toMillis() / 1e3;
        var all = counts.values().stream().mapToLong(Long::longValue).sum();
        report.figure(name() + ", all store calls", "Windlass", all / seconds, "calls/s");
        counts.forEach((call, count) -> {
            if (count > 0) {
                report.figure(name() + ", " + call, "Windlass", count / seconds, "calls/s");
            }
        });
        report.figure(name() + ", written to disk", "Windlass", (written() - written) / seconds / 1_024, "KiB/s");
    }

    /** Bytes that this process has had written, where the system tells. */
    private static long written() throws IOException {
        return Machine.field(IO, "write_bytes").map(Long::parseLong).orElse(0L);
    }
}
