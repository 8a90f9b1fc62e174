package dev.windlass.store.contract.simulation;

import dev.windlass.engine.Work;
import dev.windlass.task.Content;
import dev.windlass.task.JobRun;
import org.jspecify.annotations.Nullable;

/** A task as one process performs it, within the act of its attempt if there is one. It reads payloads up to a version. */
record Playing(Acts acts, int version, Work work) implements Work {
    @Override
    public Content perform(Content payload, JobRun run) throws Exception {
        var act = acts.find(run);
        if (act.isPresent()) {
            // What is said now may be on its way while the act goes on.
            run.log("act of attempt " + run.attempt());
            act.get().play(run);
        }
        return work.perform(payload, run);
    }

    @Override
    public Content result(@Nullable Object value) {
        return value instanceof Content content ? content : Content.NONE;
    }
}
