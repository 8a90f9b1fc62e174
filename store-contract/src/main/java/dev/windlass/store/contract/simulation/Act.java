package dev.windlass.store.contract.simulation;

import static dev.windlass.store.contract.simulation.World.MILLI;

import dev.windlass.task.JobRun;
import java.time.Duration;
import java.util.Optional;

/**
 * An attempt that takes its time while its task runs, so that a timeout, a cancel or a stop can strike it. Others take their time
 * before, and run in one event.
 */
final class Act {
    private final Stage stage;
    private final Manner manner;
    private final long began;
    private boolean interrupted;
    private Optional<String> neglect = Optional.empty();

    /** Where it plays. */
    record Stage(Agenda agenda, SimulatedProcess process, Asking overseer) {}

    /**
     * What is to happen in it.
     *
     * @param timeout after which it is to be asked to end
     * @param length how long it lasts if nobody ends it
     * @param heeds whether it looks at the flag
     * @param stubborn whether it goes on when it is interrupted
     */
    record Manner(Duration timeout, long length, boolean heeds, boolean stubborn) {}

    Act(Stage stage, Manner manner) {
        this.stage = stage;
        this.manner = manner;
        this.began = stage.agenda().now();
    }

    void interrupt() {
        interrupted = true;
    }

    /** Lets its time pass, and everything else that happens meanwhile. */
    void play(JobRun run) throws InterruptedException {
        var agenda = stage.agenda();
        agenda.passUntil(() -> Math.max(isOver(run) ? agenda.now() : began + manner.length(), asleepUntil()));
        stage.process().requireThere();
        neglect = neglect(run);
        if (interrupted && !manner.stubborn()) {
            throw new InterruptedException("asked to end");
        }
    }

    /** An attempt whose time is up is told so. To be asked once it is over: its task could only fail by it. */
    void requirePressed() {
        neglect.ifPresent(what -> {
            throw new Violation(what);
        });
    }

    private long asleepUntil() {
        return stage.process().asleepUntil();
    }

    private boolean isOver(JobRun run) {
        return stage.process().isGone() || (interrupted && !manner.stubborn()) || (manner.heeds() && run.cancelled());
    }

    /** What should have been done to it by now: the flag once its time is up, and a grace later the interrupt. */
    private Optional<String> neglect(JobRun run) {
        var length = stage.agenda().now() - began;
        var late = length - manner.timeout().toNanos() - Ears.PROMISED;
        var grace = World.SETTINGS.timing().grace().toNanos();
        var pressed = run.cancelled() && (interrupted || late <= grace);
        return late <= 0 || pressed || wasDisturbed()
                ? Optional.empty()
                : Optional.of("an attempt of job " + run.id() + " runs for " + length / MILLI + " ms, its timeout is "
                        + manner.timeout() + ", and it was "
                        + (run.cancelled() ? "not interrupted" : "not asked to end"));
    }

    private boolean wasDisturbed() {
        return stage.process().wasDisturbed(began) || stage.overseer().wasTroubled(began);
    }
}
