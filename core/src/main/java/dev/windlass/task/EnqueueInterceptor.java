package dev.windlass.task;

/**
 * Code that every enqueue comes by, whoever asks: a caller, a transaction, an attempt that has a child. It may change the payload and
 * the options, or refuse by an exception, which is the caller's; nothing was accepted then. Called on the caller's thread, and by many
 * at the same time.
 *
 * <p>An edit that changes a payload comes by as well: then what becomes of the payload counts, and the options stay as they were. Of a
 * payload in parts nobody sees anything here; it comes by as {@link Content#NONE}, and an interceptor that makes it something else is
 * refused.
 */
@FunctionalInterface
public interface EnqueueInterceptor {
    /** The request as it is to go on; its task stays. */
    Request intercept(Request request);
}
