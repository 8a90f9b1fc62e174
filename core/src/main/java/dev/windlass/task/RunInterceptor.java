package dev.windlass.task;

/**
 * Code around every run of a task that is performed here. It is given the payload as it was stored and gives the result as it will be
 * stored: what it hands to {@code next} and gives back may be changed. What it throws ends the attempt as if the task had thrown it.
 * Called on the slot's thread, and by many at the same time.
 *
 * <pre>{@code
 * .aroundRun((payload, run, next) -> {
 *     MDC.put("job", run.id().toString());
 *     try {
 *         return next.run(payload);
 *     } finally {
 *         MDC.remove("job");
 *     }
 * })
 * }</pre>
 */
@FunctionalInterface
public interface RunInterceptor {
    Content intercept(Content payload, JobRun run, Next next) throws Exception;

    /** What comes after this interceptor: the next one, and after the last the task itself. */
    @FunctionalInterface
    interface Next {
        Content run(Content payload) throws Exception;
    }
}
