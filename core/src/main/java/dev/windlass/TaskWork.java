package dev.windlass;

import dev.windlass.engine.Seal;
import dev.windlass.engine.Work;
import dev.windlass.store.PartList;
import dev.windlass.store.Store;
import dev.windlass.task.Bulk;
import dev.windlass.task.Content;
import dev.windlass.task.JobRun;
import dev.windlass.task.Performer;
import dev.windlass.task.Secrets;
import dev.windlass.task.Task;
import dev.windlass.task.UnreadableException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A task with its performer: reads payloads, writes results. */
record TaskWork<P, R>(Task<P, R> task, Performer<P, R> performer, Store store, Seal seal) implements Work {
    @Override
    public Content perform(Content payload, JobRun run) throws Exception {
        return written(performer.perform(fitting(payload, run), run));
    }

    @Override
    public int version() {
        return task.version();
    }

    private P fitting(Content payload, JobRun run) {
        try {
            var list = task.isBulk() ? PartList.in(payload) : Optional.<PartList>empty();
            return list.isPresent() ? task.payload().cast(bulk(list.get(), run)) : task.decode(payload);
        } catch (UnreadableException e) {
            throw new Unfit(isSecret(run) ? e.withoutQuotes() : e);
        }
    }

    /** What becomes of an attempt is stored as plain text: it quotes nothing where its payload is not to be seen. */
    private boolean isSecret(JobRun run) {
        return seal.encrypts() || run.headers().containsKey(Secrets.HEADER);
    }

    private Bulk bulk(PartList list, JobRun run) {
        return new StowedBulk(store.parts(), seal.on(run.id(), run.task(), run.queue()), list);
    }

    @Override
    public Content result(@Nullable Object value) {
        if (value != null && !task.result().isPrimitive() && !task.result().isInstance(value)) {
            throw new IllegalArgumentException("run.completing was given a "
                    + value.getClass().getSimpleName() + ", task " + task.name() + " gives "
                    + task.result().getSimpleName() + "; let the work return what the performer returns");
        }
        return written(value);
    }

    private Content written(@Nullable Object result) {
        return result == null ? Content.NONE : task.codec().encode(result, 1);
    }
}
