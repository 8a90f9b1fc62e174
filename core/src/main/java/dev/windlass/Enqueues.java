package dev.windlass;

import dev.windlass.engine.Intake;
import dev.windlass.runtime.Engine;
import dev.windlass.store.NewJob;
import dev.windlass.task.Bulk;
import dev.windlass.task.Content;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.Options;
import dev.windlass.task.QueueFullException;
import dev.windlass.task.Secrets;
import dev.windlass.task.Task;
import dev.windlass.task.Unique;
import dev.windlass.task.WindlassException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** The ways in: values, streams of them, payloads in parts, and JSON. What each promises stands at {@link Windlass}. Safe for all threads. */
final class Enqueues {
    private final Windlass windlass;
    private final Stowage stowage;

    Enqueues(Windlass windlass, Stowage stowage) {
        this.windlass = windlass;
        this.stowage = stowage;
    }

    <P, R> JobHandle<R> enqueue(Task<P, R> task, P payload, Options options) {
        if (task.isBulk() && payload instanceof Bulk bulk) {
            return enqueueBulk(task, bulk, options);
        }
        var job = intake().job(task, payload, options, Optional.empty());
        return JobHandle.of(windlass, task, job.id(), join(engine().accept(List.of(job))));
    }

    /** The parts come first: they belong to nobody until the job is there, and go by themselves if it never is. */
    private <R> JobHandle<R> enqueueBulk(Task<?, R> task, Bulk bulk, Options options) {
        windlass.store().requireNoTransaction();
        var draft = intake().draft(task.name(), task.marked(options));
        requireNoReplacement(task, draft);
        stowage.requireRoom(draft);
        var list = stowage.stow(draft, bulk);
        try {
            var accepted = join(engine().accept(List.of(draft.withPayload(list.content()))));
            if (!accepted.standing(draft.id()).equals(draft.id())) {
                stowage.drop(draft.id());
            }
            return JobHandle.of(windlass, task, draft.id(), accepted);
        } catch (RuntimeException e) {
            throw stowage.refused(draft.id(), e);
        }
    }

    /** Parts belong to the job under whose id they are staged: the holder of a key would be given a list of parts it does not have. */
    private static void requireNoReplacement(Task<?, ?> task, NewJob draft) {
        if (draft.terms()
                .unique()
                .filter(key -> key.action() == Unique.Action.REPLACE)
                .isPresent()) {
            throw new IllegalArgumentException("a payload in parts, as that of task " + task.name()
                    + ", cannot replace the payload of the job that holds the key; give the key another action");
        }
    }

    <P, R> CompletionStage<JobHandle<R>> enqueueAsync(Task<P, R> task, P payload, Options options) {
        var job = intake().job(task, payload, options, Optional.empty());
        return engine().accept(List.of(job))
                .thenApplyAsync(accepted -> JobHandle.of(windlass, task, job.id(), accepted));
    }

    <P> long enqueueAll(Task<P, ?> task, Stream<P> payloads, Options options) {
        var chunks = new Chunks(engine());
        try (payloads) {
            payloads.map(payload -> intake().job(task, payload, options, Optional.empty()))
                    .forEachOrdered(chunks::add);
            return chunks.finish();
        } catch (RuntimeException e) {
            throw chunks.brokenBy(e);
        }
    }

    JobHandle<?> enqueueJson(String task, int version, String json, Options options) {
        var known = windlass.declared().find(task);
        var content = Content.json(json, version);
        // Before it is looked into: what is too large to accept may be too large to read.
        intake().requireSize(task, content);
        if (known.isEmpty()) {
            Task.requireName(task);
        }
        windlass.declared().requireReadable(task, content);
        var marked = known.isPresent() ? known.get().marked(options) : Secrets.allMarked(options);
        var job = intake().job(task, content, marked, Optional.empty());
        Task<?, ?> asked = known.isPresent() ? known.get() : Task.named(task, Object.class, Object.class);
        return JobHandle.of(windlass, asked, job.id(), join(engine().accept(List.of(job))));
    }

    private Engine engine() {
        return windlass.engine();
    }

    private Intake intake() {
        return engine().intake();
    }

    /** The answer, or what kept it from coming, as the caller's own exception. */
    static <T> T join(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WindlassException(
                    ErrorCode.STOPPED,
                    "the wait for an accept was interrupted; nobody knows whether it took effect",
                    e);
        } catch (ExecutionException e) {
            throw unwrap(e.getCause() == null ? e : e.getCause());
        }
    }

    private static WindlassException unwrap(Throwable cause) {
        var inner = cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
        // Thrown anew, so that the stack shows the caller and not the thread that wrote.
        if (inner instanceof QueueFullException full) {
            return new QueueFullException(full);
        }
        return inner instanceof WindlassException known
                ? new WindlassException(known.code(), String.valueOf(known.getMessage()), known)
                : new WindlassException(ErrorCode.CALL_FAILED, String.valueOf(inner.getMessage()), inner);
    }
}
