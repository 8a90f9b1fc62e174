package dev.windlass.store.contract.ordeal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.contract.ordeal.Evidence.Start;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Starts the laborer, and kills or pauses it at moments that the seed chooses. Used by one thread. */
public final class Ordeal implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private static final int MOST_WAIT_NANOS = 40_000_000;

    private final Orders orders;
    private final Random chance;
    private final Path output;
    private final Audit audit;
    private final AuditReader reader;
    private final Evidence evidence;
    private @Nullable ChildJvm child;

    private Ordeal(Orders orders, Audit audit, AuditReader reader) {
        this.orders = orders;
        this.chance = new Random(orders.load().seed() + orders.load().firstKey());
        this.output = orders.audit().resolveSibling(orders.audit().getFileName() + ".output");
        this.audit = audit;
        this.reader = reader;
        this.evidence = new Evidence(reader);
    }

    public static Ordeal of(Orders orders) throws IOException {
        return new Ordeal(orders, Audit.open(orders.audit()), AuditReader.open(orders.audit()));
    }

    public Evidence evidence() {
        return evidence;
    }

    /** Starts the laborer, for the first time or after a kill. */
    public void begin() throws IOException {
        child = ChildJvm.start(output, orders.program(), orders.arguments());
    }

    /** Kills it after up to so many runs more, at a moment that is worth it. */
    public void kill(int mostStarts, Predicate<Evidence.Kill> worthwhile) throws Exception {
        awaitStarts(1 + chance.nextInt(mostStarts), worthwhile);
        // The moment may be over when a signal arrives: so it is held, looked at again, and killed or let go.
        for (child().pause(); !worthwhile.test(evidence.read().moment()); child().pause()) {
            child().resume();
            awaitMoment(worthwhile);
        }
        child().kill();
        audit.write("KILLED");
        evidence.read();
        assertThat(evidence.drained())
                .as("whether the load was over before the last kill")
                .isFalse();
    }

    /** Stops it after up to so many runs more, while jobs run, until something is so of those jobs; then lets it go on. */
    public void pause(int mostStarts, Predicate<List<Start>> until) throws Exception {
        awaitStarts(1 + chance.nextInt(mostStarts), moment -> moment.running() > 0);
        child().pause();
        audit.write("PAUSED");
        var running = evidence.read().running();
        Look.until(LIMIT, () -> until.test(running));
        child().resume();
    }

    /** Lets it come to its end. */
    public void finish() throws Exception {
        assertThat(child().awaitExit(LIMIT)).as(child().printed()).isZero();
        evidence.read();
    }

    private ChildJvm child() {
        return Objects.requireNonNull(child, "the laborer has not begun");
    }

    /** Waits for so many starts, and then a little: starts come in bursts after a claim, and not all kills shall fall there. */
    private void awaitStarts(int more, Predicate<Evidence.Kill> worthwhile) throws Exception {
        var wanted = evidence.read().starts().size() + more;
        Look.until(LIMIT, () -> !child().isAlive() || evidence.read().starts().size() >= wanted);
        awaitMoment(worthwhile);
    }

    private void awaitMoment(Predicate<Evidence.Kill> worthwhile) throws Exception {
        var moment = System.nanoTime() + chance.nextInt(MOST_WAIT_NANOS);
        Look.until(
                LIMIT,
                () -> !child().isAlive()
                        || (System.nanoTime() - moment >= 0
                                && worthwhile.test(evidence.read().moment())));
        assertThat(child().isAlive())
                .as("it ended by itself, and printed: " + child().printed())
                .isTrue();
    }

    @Override
    public void close() throws IOException {
        if (child != null) {
            child.close();
        }
        reader.close();
        audit.close();
    }
}
