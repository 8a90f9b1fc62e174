package dev.windlass.engine;

import dev.windlass.store.Lease;
import dev.windlass.store.Progress;
import dev.windlass.task.Given;
import dev.windlass.task.JobId;
import dev.windlass.task.JobRun;
import dev.windlass.task.Options;
import dev.windlass.task.Secrets;
import dev.windlass.task.SessionWork;
import dev.windlass.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A run as its performer sees it: tells of its job, and passes on what the performer says and commits. It decides nothing. */
record PerformersRun(Run run, RunParts parts, Commits commits) implements JobRun {
    private Lease lease() {
        return run.lease();
    }

    @Override
    public JobId id() {
        return run.id();
    }

    @Override
    public String task() {
        return lease().task();
    }

    @Override
    public int attempt() {
        return lease().tally().attempt();
    }

    @Override
    public long fence() {
        return lease().key().fence();
    }

    @Override
    public String queue() {
        return lease().queue();
    }

    @Override
    public Map<String, String> headers() {
        return lease().terms().headers();
    }

    @Override
    public List<String> tags() {
        return lease().terms().tags();
    }

    @Override
    public boolean cancelled() {
        return run.pressed() != Pressure.Cause.NONE;
    }

    @Override
    public Optional<Duration> timeLeft() {
        return run.timeLeft();
    }

    @Override
    public boolean leaseUncertain() {
        return parts.membership().uncertain();
    }

    @Override
    public void progress(long done, long total) {
        run.say(new Progress(done, total));
    }

    @Override
    public void log(String line) {
        run.say(Secrets.masked(Given.to("log", "a line", line), headers()));
    }

    @Override
    public <P> JobId enqueue(Task<P, ?> task, P payload, Options options) {
        Given.to("enqueue", "a task", task);
        Given.to("enqueue", "options", options);
        var child = parts.intake().job(task, payload, options, Optional.of(id()));
        run.add(child);
        return child.id();
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T completing(SessionWork<T, X> work) throws X {
        return commits.completing(Given.to("completing", "work", work));
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T checkpoint(
            String name, Class<T> type, SessionWork<T, X> work) throws X {
        return commits.checkpoint(step(name, type), type, Given.to("checkpoint", "work", work));
    }

    @Override
    public <T extends @Nullable Object> T checkpoint(String name, Class<T> type, Callable<T> work) throws Exception {
        return commits.checkpoint(step(name, type), type, Given.to("checkpoint", "work", work));
    }

    private static String step(String name, Class<?> type) {
        Given.to("checkpoint", "a type", type);
        return Given.to("checkpoint", "a name", name);
    }

    @Override
    public String toString() {
        return "run of job " + id() + ", attempt " + attempt();
    }
}
