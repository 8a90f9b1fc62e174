package dev.windlass.task;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A field of a payload, at any depth, or a parameter of a service's method, whose value is not for everybody who may look at jobs: the
 * command line shows it as three stars, and an error of reading it does not quote it. Fields whose names tell of secrets, such as {@code password}, need no
 * mark ({@link Secrets}).
 *
 * <p>A job carries the names of such fields in its header {@link Secrets#HEADER}, so whoever shows it needs no class of the task's. They
 * are those of the classes where it is enqueued: a program with a payload class or an interface of its own marks that as well. A job that
 * is enqueued as JSON where nobody performs its task, as by the command line, has none of its values shown, unless the caller names the
 * secret ones in that header. Found are fields by their names in JSON (annotated, by a naming strategy, or an alias) behind generic
 * types, arrays, ancestors, and subtypes that are sealed or named by annotation; what stands behind a field of type Object is not.
 *
 * <p>What a task says itself, in what it throws and in lines it logs, is kept as it is but for a value that follows the field's name in
 * JSON and a {@code =} or a colon, as in the text of a record or in JSON: that is masked up to the next space, comma, semicolon, ampersand
 * or quote, or the whole of a quoted one. The value by itself, behind another name, or of a job that names no field, is not: do not say it.
 *
 * <p>It is about who looks over a shoulder. The value is stored as it is, and exported; against readers of the store, encrypt.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.RECORD_COMPONENT, ElementType.PARAMETER})
public @interface Secret {}
