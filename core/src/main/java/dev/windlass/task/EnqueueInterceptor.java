package dev.windlass.task;

/**
 * Code that every enqueue comes by, whoever asks: a caller, a transaction, an attempt that has a child. It may change the payload and
 * the options, or refuse by an exception, which is the caller's; nothing was accepted then. Called on the caller's thread, and by many
 * at the same time.
 */
@FunctionalInterface
public interface EnqueueInterceptor {
    /** The request as it is to go on; its task stays. */
    Request intercept(Request request);
}
