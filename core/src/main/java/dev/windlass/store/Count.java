package dev.windlass.store;

import dev.windlass.task.Outcome;

/** How often attempts of a task in a queue ended in one way, and how long they ran. */
public record Count(String queue, String task, Outcome outcome, RunTimes ran) {}
