package dev.windlass.task;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that others may call as a task, or a type all of whose public methods they may: an interface, usually. What does not say so
 * is out of reach: jobs come from other processes and languages, and reach no method that was not meant for them.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Exported {}
