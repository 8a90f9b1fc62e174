package dev.windlass.engine;

import dev.windlass.store.Commit;
import dev.windlass.store.Ended;
import dev.windlass.store.Lease;
import dev.windlass.store.NewJob;
import dev.windlass.store.Note;
import dev.windlass.store.ProgramLog;
import dev.windlass.store.Progress;
import dev.windlass.store.Then;
import dev.windlass.task.JobId;
import dev.windlass.task.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One attempt from the slot's side: calls the task, and hands one commit to the Finisher whatever happens.
 *
 * <p>A note that is on its way to the store when the attempt ends would be written after the end, and so be dropped. The end waits
 * for it then, with the Finisher and not in the slot: the slot goes on, and whoever comes home with the note hands the end over.
 *
 * <p>{@link #execute} belongs to the slot's thread; all else may be called by any. What several threads touch is guarded by the run's
 * monitor.
 */
public final class Run {
    private static final ProgramLog LOG = ProgramLog.of(Run.class);

    /** For an attempt of which not even the failure could be judged. */
    private static final Then.End UNJUDGED = new Then.Later(
            new Ended(
                    Outcome.FAILED,
                    Optional.empty(),
                    Optional.of("what this attempt's end leads to could not be judged")),
            Duration.ofMinutes(1));

    /** When to look again at an attempt that waits for the store. */
    private static final Duration COMMITTING = Duration.ofMillis(200);

    private final Lease lease;
    private final RunParts parts;
    private final Slots slots;
    private final long arrived;
    private final Utterance utterance;
    private final Midway midway;
    private final Commits commits;
    private final Pressure pressure;

    /** The end, while it waits for a note that is on its way. */
    private Optional<Then.End> held = Optional.empty();

    private Optional<Runnable> interrupt = Optional.empty();
    private boolean ended;

    Run(Arrival arrival, RunParts parts, Slots slots) {
        this.lease = arrival.lease();
        this.parts = parts;
        this.slots = slots;
        this.utterance = new Utterance(lease.key(), parts.ticker());
        this.arrived = arrival.at();
        this.midway = new Midway(lease.key().job());
        this.commits = new Commits(this, parts);
        this.pressure = new Pressure(parts.ticker(), parts.verdicts().timeout(lease), parts.grace());
    }

    public Lease lease() {
        return lease;
    }

    /** Runs the task to its end. {@code interrupter} interrupts the calling thread and is used no more once this returns. */
    public void execute(Runnable interrupter) {
        var began = begin(interrupter);
        Then.End then = UNJUDGED;
        try {
            then = began ? ending() : parts.verdicts().calledOff(lease);
        } catch (Throwable broke) {
            // A release would use up no attempt: the job would run and break again at once, for ever.
            then = parts.verdicts().undecided(lease, broke);
            throw broke;
        } finally {
            // Whatever went wrong in between: a lease that nobody gives back would be held for ever.
            try {
                end(then);
            } finally {
                slots.over(lease.key());
            }
        }
    }

    /** Answers whether the task is to be called: not if its job was called off before. */
    private synchronized boolean begin(Runnable interrupter) {
        if (ended || pressure.cause() == Pressure.Cause.CANCEL) {
            return false;
        }
        interrupt = Optional.of(interrupter);
        if (pressure.cause() != Pressure.Cause.NONE) {
            interrupter.run();
        }
        pressure.begin();
        return true;
    }

    private Then.End ending() {
        if (pressure.timeout().isPresent()) {
            slots.hintTimed();
        }
        try {
            var result = parts.perform(lease, new PerformersRun(this, parts, commits));
            return parts.verdicts().succeeded(lease, result, span());
        } catch (Throwable thrown) {
            warnIfDecided(thrown);
            // Whatever a task throws is the end of its attempt, an Error too: the slot and its neighbours go on.
            return parts.verdicts().thrown(lease, thrown, span(), pressed());
        }
    }

    synchronized Pressure.Cause pressed() {
        return pressure.cause();
    }

    /** How long the attempt has run by now. */
    synchronized Ended.Span span() {
        var began = pressure.began().orElse(arrived);
        return new Ended.Span(Duration.ofNanos(began - arrived), parts.ticker().since(began));
    }

    private synchronized void warnIfDecided(Throwable thrown) {
        if (midway.isDecided()) {
            LOG.warn(
                    "a task threw after it had committed its end, which stands: job={} task={}",
                    lease.key().job(),
                    lease.task(),
                    thrown);
        }
    }

    /** The first end counts: what a run that was given up still returns is dropped. */
    private synchronized void end(Then.End then) {
        interrupt = Optional.empty();
        if (ended) {
            return;
        }
        ended = true;
        if (utterance.isAway()) {
            held = Optional.of(then);
            parts.finisher().expect(lease.key());
        } else {
            parts.finisher().add(lease, commit(then));
        }
    }

    /** The commit of an end. What was said goes with it, and is said again if the commit does not come about. */
    synchronized Commit commit(Then.End then) {
        utterance.takeBack();
        var committed = then instanceof Then.Succeed ? commits.children().all() : List.<NewJob>of();
        return new Commit(lease.key(), Commit.LAST, then, Optional.empty(), committed, utterance.send());
    }

    /**
     * The slot's thread is about to wait for a commit. A note that is on its way comes home before: written after the end, it would
     * be dropped. An interrupt does not end that wait, which lasts for one call of the store.
     */
    synchronized void beginCommit() {
        requireGoing();
        midway.begin();
        var interrupted = false;
        while (utterance.isAway()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Refuses a commit that nobody would take. */
    synchronized void requireGoing() {
        midway.requireUndecided();
        if (ended || interrupt.isEmpty()) {
            throw new IllegalStateException("the attempt of job " + id() + " is over, it can commit nothing more");
        }
    }

    /** Whether nobody waits any more for what this attempt commits. */
    synchronized boolean isUnawaited() {
        return midway.isGivenUp();
    }

    /** The commit did not come about: all is as before. */
    synchronized void notCommitted() {
        utterance.takeBack();
        goOn();
    }

    private void goOn() {
        if (midway.leave()) {
            end(released());
        }
    }

    /** The commit is durable. */
    void committed(Commit commit) {
        if (decide(commit)) {
            slots.decided(lease.key());
            parts.aftermath().completed(lease, commit);
        } else {
            parts.aftermath().checkpointed(commit);
        }
    }

    /** Answers whether it was the end. */
    private synchronized boolean decide(Commit commit) {
        var decided = commit.ordinal() == Commit.LAST;
        if (decided) {
            utterance.written();
            ended = true;
            midway.decide();
        } else {
            goOn();
        }
        return decided;
    }

    /** Tells the attempt that its worker stops. It may go on for a while, or throw to give its job back. */
    public synchronized void announceStop() {
        pressure.press(Pressure.Cause.STOP);
    }

    /** Tells the attempt that its job was called off. If it does not end by itself it is interrupted, and given up at last. */
    synchronized void callOff() {
        pressure.press(Pressure.Cause.CANCEL);
    }

    /** Takes the step whose time has come, but for the last one: {@link #giveUp}. */
    synchronized Pressure.Step oversee() {
        var step = occupies() ? pressure.step() : Pressure.Step.NOTHING;
        if (step == Pressure.Step.INTERRUPT) {
            interrupt.ifPresent(Runnable::run);
        }
        return step;
    }

    /** How long until the attempt is to be pressed again; empty where it is not. */
    synchronized Optional<Duration> untilNextStep() {
        if (!occupies()) {
            return Optional.empty();
        }
        return midway.isNothing() || midway.isDecided() ? pressure.untilNext() : Optional.of(COMMITTING);
    }

    /** Whether the performer is at work, be it after it has committed its end. */
    private boolean occupies() {
        return !ended || (midway.isDecided() && interrupt.isPresent());
    }

    /** Gives up an attempt whose performer does not return although it was pressed to. Answers whether this is what ended it. */
    synchronized boolean giveUp() {
        if (midway.isDecided() && occupies()) {
            // Its end is durable; only the performer goes on.
            interrupt = Optional.empty();
            return true;
        }
        // What it commits may have happened: its answer says best what becomes of the attempt, and it is looked at
        // again.
        if (ended || !midway.isNothing()) {
            return false;
        }
        end(parts.verdicts().givenUp(lease, span(), pressure.cause()));
        return true;
    }

    /**
     * Asks the attempt to end, because its worker stops or its lease is lost. If it throws from now on the job is released, since it
     * was not the job's fault; unless it decides what becomes of the job, by FatalException or RetryLater.
     */
    public synchronized void cancel() {
        pressure.press(Pressure.Cause.STOP);
        interrupt.ifPresent(Runnable::run);
    }

    /** Gives up an attempt that does not end: its job is released, and whatever it still returns is dropped. */
    public synchronized void abandon() {
        if (interrupt.isEmpty()) {
            return;
        }
        if (midway.giveUp()) {
            // What it waits for may have happened: the release waits for the answer.
            interrupt.get().run();
        } else {
            end(released());
        }
    }

    private Then.End released() {
        return new Then.Release(new Ended(Outcome.RELEASED, Optional.of(span()), Optional.empty()));
    }

    /** What the attempt has said since the last call, to be written now. {@link #noted} or {@link #notNoted} must follow. */
    synchronized Optional<Note> takeNote() {
        // After the end there is nothing to take: the end carries the rest. So may a commit that is under way.
        return ended || !midway.isNothing() ? Optional.empty() : utterance.send();
    }

    /** The note that was taken is written. */
    void noted() {
        if (comeHome(Utterance::written)) {
            slots.hintOutcome();
        }
    }

    /** The note that was taken may not be written: it goes again, with the next one or with the end. */
    void notNoted() {
        if (comeHome(Utterance::takeBack)) {
            slots.hintOutcome();
        }
    }

    /** Answers whether the end had waited for this, and is with the Finisher now. */
    private synchronized boolean comeHome(Consumer<Utterance> news) {
        news.accept(utterance);
        notifyAll();
        held.ifPresent(then -> parts.finisher().add(lease, commit(then)));
        var wasHeld = held.isPresent();
        held = Optional.empty();
        return wasHeld;
    }

    /** Identity of the job. */
    public JobId id() {
        return lease.key().job();
    }

    synchronized Optional<Duration> timeLeft() {
        return pressure.timeLeft();
    }

    synchronized void say(Progress progress) {
        midway.requireUndecided();
        utterance.add(progress);
    }

    /** A line for the job's log, with secrets masked. */
    synchronized void say(String masked) {
        midway.requireUndecided();
        utterance.add(masked);
    }

    synchronized void add(NewJob child) {
        midway.requireUndecided();
        if (interrupt.isEmpty()) {
            throw new IllegalStateException("the attempt of job " + id() + " is over, it can have no more children");
        }
        commits.children().add(child);
    }
}
