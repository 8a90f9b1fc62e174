package dev.windlass.task;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A field of a payload, at any depth, or a parameter of a service's method, whose value is not for everybody who may look at jobs: the
 * command line shows it as three stars, and no error quotes it. The job carries the names of such fields in its header
 * {@link Secrets#HEADER}. Fields whose names tell of secrets, such as {@code password}, need no mark ({@link Secrets}).
 *
 * <p>It is about who looks over a shoulder. The value is stored as it is, and exported; against readers of the store, encrypt.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.RECORD_COMPONENT, ElementType.PARAMETER})
public @interface Secret {}
