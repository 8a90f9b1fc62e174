package dev.windlass;

import dev.windlass.task.ErrorCode;
import dev.windlass.task.WindlassException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What a method of a proxy gives back to its caller, by the type that it declares. */
enum Answer {
    /** The handle, as soon as the job is durable. */
    HANDLE,
    /** A future of the result. */
    FUTURE,
    /** The result itself: the caller waits. */
    RESULT;

    static Answer of(Class<?> returned) {
        if (returned == JobHandle.class) {
            return HANDLE;
        }
        return returned == CompletableFuture.class || returned == CompletionStage.class ? FUTURE : RESULT;
    }

    static @Nullable Object await(JobHandle<?> handle, Duration limit) {
        try {
            return handle.await(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WindlassException(
                    ErrorCode.STOPPED, "the wait for job " + handle.id() + " was interrupted; it goes on", e);
        }
    }
}
