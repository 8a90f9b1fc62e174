package dev.windlass.store.sqlite.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.store.sqlite.child.Audit;
import dev.windlass.store.sqlite.child.AuditReader;
import dev.windlass.store.sqlite.child.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** Starts the laborer, and kills or pauses it at moments that the seed chooses. Used by one thread. */
final class Ordeal implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration LOOK = Duration.ofMillis(1);

    private static final int MOST_WAIT_NANOS = 40_000_000;

    private final Orders orders;
    private final Random chance;
    private final Path output;
    private final Audit audit;
    private final AuditReader reader;
    private final Evidence evidence;

    private Ordeal(Orders orders, Audit audit, AuditReader reader) {
        this.orders = orders;
        this.chance = new Random(orders.load().seed());
        this.output = orders.audit().resolveSibling("output");
        this.audit = audit;
        this.reader = reader;
        this.evidence = new Evidence(reader);
    }

    static Ordeal of(Orders orders) throws IOException {
        return new Ordeal(orders, Audit.open(orders.audit()), AuditReader.open(orders.audit()));
    }

    Evidence evidence() {
        return evidence;
    }

    /** Starts it and kills it after up to so many runs, at a moment that is worth it. */
    void kill(int mostStarts, Predicate<Evidence.Kill> worthwhile) throws Exception {
        try (var child = start()) {
            awaitStarts(child, 1 + chance.nextInt(mostStarts), worthwhile);
            // The moment may be over when a signal arrives: so it is held, looked at again, and killed or let go.
            for (child.pause(); !worthwhile.test(evidence.read().moment()); child.pause()) {
                child.resume();
                awaitMoment(child, worthwhile);
            }
            child.kill();
        }
        audit.write("KILLED");
        evidence.read();
        assertThat(evidence.drained())
                .as("whether the load was over before the last kill")
                .isFalse();
    }

    /** Starts it and pauses it so many times, each after up to so many runs; then lets it come to its end. */
    void pause(int times, int mostStarts, Duration length) throws Exception {
        try (var child = start()) {
            for (var time = 0; time < times; time++) {
                awaitStarts(child, 1 + chance.nextInt(mostStarts), moment -> moment.running() > 0);
                child.pause();
                var wakes = System.nanoTime() + length.toNanos();
                awaitThat(() -> System.nanoTime() - wakes >= 0);
                child.resume();
            }
            finish(child);
        }
    }

    /** Starts it and lets it come to its end. */
    void finish() throws Exception {
        try (var child = start()) {
            finish(child);
        }
    }

    private void finish(ChildJvm child) throws Exception {
        assertThat(child.awaitExit(LIMIT)).as(child.printed()).isZero();
        evidence.read();
    }

    private ChildJvm start() throws IOException {
        return ChildJvm.start(output, Laborer.class, orders.arguments());
    }

    /** Waits for so many starts, and then a little: starts come in bursts after a claim, and not all kills shall fall there. */
    private void awaitStarts(ChildJvm child, int more, Predicate<Evidence.Kill> worthwhile) throws IOException {
        var wanted = evidence.read().starts().size() + more;
        awaitThat(() -> !child.isAlive() || evidence.read().starts().size() >= wanted);
        awaitMoment(child, worthwhile);
    }

    private void awaitMoment(ChildJvm child, Predicate<Evidence.Kill> worthwhile) throws IOException {
        var moment = System.nanoTime() + chance.nextInt(MOST_WAIT_NANOS);
        awaitThat(() -> !child.isAlive()
                || (System.nanoTime() - moment >= 0
                        && worthwhile.test(evidence.read().moment())));
        assertThat(child.isAlive())
                .as("it ended by itself, and printed: " + child.printed())
                .isTrue();
    }

    private static void awaitThat(Callable<Boolean> so) {
        await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(LOOK)
                .atMost(LIMIT)
                .until(so);
    }

    @Override
    public void close() throws IOException {
        reader.close();
        audit.close();
    }
}
