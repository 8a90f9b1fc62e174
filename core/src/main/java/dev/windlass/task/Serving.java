package dev.windlass.task;

/** How a queue's lanes share what is claimed of it. */
public enum Serving {
    /** 8 to 4 to 2 to 1, so that no lane starves. */
    WEIGHTED,
    /** Nothing of a lane while a more urgent one has a job ready: a lane can starve. */
    STRICT
}
