package dev.windlass;

import dev.windlass.engine.Gate;
import dev.windlass.engine.Work;
import dev.windlass.task.Content;
import dev.windlass.task.EnqueueInterceptor;
import dev.windlass.task.JobRun;
import dev.windlass.task.Request;
import dev.windlass.task.RunInterceptor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Code around every enqueue and every run: the first that was added is the outermost. For one thread; what it gives is for all. */
final class Interceptors {
    private final List<EnqueueInterceptor> enqueues = new ArrayList<>();
    private final List<RunInterceptor> runs = new ArrayList<>();

    void add(EnqueueInterceptor interceptor) {
        enqueues.add(interceptor);
    }

    void add(RunInterceptor interceptor) {
        runs.add(interceptor);
    }

    /** All of them in a row, after the check that comes first. */
    Gate after(Gate first) {
        var all = List.copyOf(enqueues);
        return request -> {
            var passed = first.pass(request);
            for (var interceptor : all) {
                passed = unrenamed(passed, interceptor.intercept(passed));
            }
            return passed;
        };
    }

    /** Another task would be another performer, chosen where nobody looks for it. */
    private static Request unrenamed(Request before, Request after) {
        if (!after.task().equals(before.task())) {
            throw new IllegalStateException("an interceptor made task " + before.task() + " into " + after.task()
                    + "; it may change the payload and the options, enqueue the other task itself");
        }
        return after;
    }

    Work around(Work work) {
        var chain = work;
        for (var at = runs.size() - 1; at >= 0; at--) {
            chain = around(runs.get(at), chain);
        }
        return chain;
    }

    private static Work around(RunInterceptor interceptor, Work work) {
        return new Around(interceptor, work);
    }

    /** One interceptor around what comes after it. What a task commits from within is its own: no interceptor sees that result. */
    private record Around(RunInterceptor interceptor, Work work) implements Work {
        @Override
        public Content perform(Content payload, JobRun run) throws Exception {
            return given(run, interceptor.intercept(payload, run, next -> work.perform(next, run)));
        }

        @Override
        public int version() {
            return work.version();
        }

        @Override
        public Content result(@Nullable Object value) {
            return work.result(value);
        }
    }

    /** Not every interceptor is compiled with a checker of nulls. */
    private static Content given(JobRun run, Content result) {
        if (result == null) {
            throw new IllegalStateException("an interceptor around job " + run.id()
                    + " gave null; give back what next.run gave, or Content.NONE");
        }
        return result;
    }
}
