package dev.windlass.benchmarks;

import dev.windlass.Windlass;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** Fills so many slots with jobs that wait, and prints how many KiB are resident then: {@code Resident STORE SLOTS}. */
final class Resident {
    private Resident() {}

    public static void main(String[] words) throws Exception {
        var slots = Integer.parseInt(words[1]);
        var running = new CountDownLatch(slots);
        var measured = new CountDownLatch(1);
        try (var windlass = Windlass.on(new Address(words[0]).open())
                .perform(Letter.TASK, (letter, run) -> {
                    running.countDown();
                    measured.await();
                    return Letter.Receipt.SAMPLE;
                })
                .slots(slots)
                .start()) {
            windlass.enqueueAll(
                    Letter.TASK, Stream.generate(() -> Letter.SAMPLE).limit(slots));
            running.await();
            System.gc();
            System.out.println(residentKib());
            measured.countDown();
            windlass.drain();
        }
    }

    private static long residentKib() throws IOException {
        return Machine.field(Path.of("/proc/self/status"), "VmRSS")
                .map(text -> Long.parseLong(text.split(" ", 2)[0]))
                .orElse(0L);
    }
}
