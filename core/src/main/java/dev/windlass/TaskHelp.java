package dev.windlass;

import dev.windlass.task.Parameter;
import java.util.List;

/**
 * A task that is performed here, for people and for protocols that tell them what can be called.
 *
 * @param text what {@link dev.windlass.task.Describe} says of it, or nothing
 * @param parameters the fields of its payload if the task is a method; empty otherwise
 */
public record TaskHelp(String name, String text, List<Parameter> parameters) {}
