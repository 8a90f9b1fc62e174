package dev.windlass.task;

/** Does a task that gives no result. Everything that {@link Performer} says holds for it. */
@FunctionalInterface
public interface VoidPerformer<P> {
    void perform(P payload, JobRun run) throws Exception;
}
