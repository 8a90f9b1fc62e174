package dev.windlass.engine;

import dev.windlass.task.Request;

/** Where every request to enqueue comes by: it may be changed here, or refused. Safe for all threads. */
@FunctionalInterface
public interface Gate {
    /** Lets everything through as it is. */
    Gate OPEN = request -> request;

    /** The request as it is to be enqueued; an exception refuses it, and is the caller's. */
    Request pass(Request request);
}
