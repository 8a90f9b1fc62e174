package dev.windlass;

import dev.windlass.task.Given;
import dev.windlass.task.Options;
import dev.windlass.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Calls methods as jobs, by reference to the method and with its values: {@code windlass.defer(Reports::monthly, 2026, 11)}. The class
 * before the colons is that of a service that was declared here; the job is of the task {@code name.method}. Static methods and methods
 * of objects are called alike, with up to five values. What is passed for a parameter of type {@link dev.windlass.task.JobRun} is left
 * out; null will do.
 *
 * <p>Only a plain reference to an exported method is one that another process can find again: lambdas, constructors and references to
 * the method of one object ({@code reports::monthly}) are refused with an {@link IllegalArgumentException}, and so is a method that no
 * service exports. A method that has overloads is refused by the compiler already, which calls the reference ambiguous.
 */
@SuppressWarnings("overloads") // Two of them suit the same lambda, which is refused in any case.
public abstract sealed class Calls permits Windlass, Within, CallsWith {
    abstract Tasks declared();

    abstract <P, R> JobHandle<R> enqueue(Task<P, R> task, P payload, Options given);

    Options options() {
        return Options.DEFAULT;
    }

    /** The same calls with options: {@code windlass.with(in("5 minutes")).defer(Reports::monthly, 2026, 11)}. */
    public final Calls with(Options options) {
        Given.to("with", "options", options);
        return new CallsWith(this, options);
    }

    /** The compiler has compared the reference with R, and the signature is the same method's. */
    @SuppressWarnings("unchecked")
    private <R> JobHandle<R> call(Call method, @Nullable Object... values) {
        Given.to("defer", "a method", method);
        var signature = declared().signature(MethodReference.of(method));
        return (JobHandle<R>) enqueue(signature.deferred(), signature.arguments(values), options());
    }

    /** Enqueues a call of an object's method that takes no values. */
    public final <S, R> JobHandle<R> defer(Call.Gives1<S, R> method) {
        return call(method);
    }

    /** Enqueues a call of an object's method that takes one value. */
    public final <S, A, R> JobHandle<R> defer(Call.Gives2<S, A, R> method, @Nullable A a) {
        return call(method, a);
    }

    /** Enqueues a call of an object's method that takes 2 values. */
    public final <S, A, B, R> JobHandle<R> defer(Call.Gives3<S, A, B, R> method, @Nullable A a, @Nullable B b) {
        return call(method, a, b);
    }

    /** Enqueues a call of an object's method that takes 3 values. */
    public final <S, A, B, C, R> JobHandle<R> defer(
            Call.Gives4<S, A, B, C, R> method, @Nullable A a, @Nullable B b, @Nullable C c) {
        return call(method, a, b, c);
    }

    /** Enqueues a call of an object's method that takes 4 values. */
    public final <S, A, B, C, D, R> JobHandle<R> defer(
            Call.Gives5<S, A, B, C, D, R> method, @Nullable A a, @Nullable B b, @Nullable C c, @Nullable D d) {
        return call(method, a, b, c, d);
    }

    /** Enqueues a call of an object's method that takes 5 values. */
    public final <S, A, B, C, D, E, R> JobHandle<R> defer(
            Call.Gives6<S, A, B, C, D, E, R> method,
            @Nullable A a,
            @Nullable B b,
            @Nullable C c,
            @Nullable D d,
            @Nullable E e) {
        return call(method, a, b, c, d, e);
    }

    /** Enqueues a call of an object's method that takes no values and gives nothing. */
    public final <S> JobHandle<Void> defer(Call.Does1<S> method) {
        return call(method);
    }

    /** Enqueues a call of an object's method that takes one value and gives nothing. */
    public final <S, A> JobHandle<Void> defer(Call.Does2<S, A> method, @Nullable A a) {
        return call(method, a);
    }

    /** Enqueues a call of an object's method that takes 2 values and gives nothing. */
    public final <S, A, B> JobHandle<Void> defer(Call.Does3<S, A, B> method, @Nullable A a, @Nullable B b) {
        return call(method, a, b);
    }

    /** Enqueues a call of an object's method that takes 3 values and gives nothing. */
    public final <S, A, B, C> JobHandle<Void> defer(
            Call.Does4<S, A, B, C> method, @Nullable A a, @Nullable B b, @Nullable C c) {
        return call(method, a, b, c);
    }

    /** Enqueues a call of an object's method that takes 4 values and gives nothing. */
    public final <S, A, B, C, D> JobHandle<Void> defer(
            Call.Does5<S, A, B, C, D> method, @Nullable A a, @Nullable B b, @Nullable C c, @Nullable D d) {
        return call(method, a, b, c, d);
    }

    /** Enqueues a call of an object's method that takes 5 values and gives nothing. */
    public final <S, A, B, C, D, E> JobHandle<Void> defer(
            Call.Does6<S, A, B, C, D, E> method,
            @Nullable A a,
            @Nullable B b,
            @Nullable C c,
            @Nullable D d,
            @Nullable E e) {
        return call(method, a, b, c, d, e);
    }

    /** Enqueues a call of a static method that takes no values. */
    public final <R> JobHandle<R> defer(Call.Gives0<R> method) {
        return call(method);
    }

    /** Enqueues a call of a static method that takes one value. */
    public final <A, R> JobHandle<R> defer(Call.Gives1<A, R> method, @Nullable A a) {
        return call(method, a);
    }

    /** Enqueues a call of a static method that takes 2 values. */
    public final <A, B, R> JobHandle<R> defer(Call.Gives2<A, B, R> method, @Nullable A a, @Nullable B b) {
        return call(method, a, b);
    }

    /** Enqueues a call of a static method that takes 3 values. */
    public final <A, B, C, R> JobHandle<R> defer(
            Call.Gives3<A, B, C, R> method, @Nullable A a, @Nullable B b, @Nullable C c) {
        return call(method, a, b, c);
    }

    /** Enqueues a call of a static method that takes 4 values. */
    public final <A, B, C, D, R> JobHandle<R> defer(
            Call.Gives4<A, B, C, D, R> method, @Nullable A a, @Nullable B b, @Nullable C c, @Nullable D d) {
        return call(method, a, b, c, d);
    }

    /** Enqueues a call of a static method that takes 5 values. */
    public final <A, B, C, D, E, R> JobHandle<R> defer(
            Call.Gives5<A, B, C, D, E, R> method,
            @Nullable A a,
            @Nullable B b,
            @Nullable C c,
            @Nullable D d,
            @Nullable E e) {
        return call(method, a, b, c, d, e);
    }

    /** Enqueues a call of a static method that takes no values and gives nothing. */
    public final JobHandle<Void> defer(Call.Does0 method) {
        return call(method);
    }

    /** Enqueues a call of a static method that takes one value and gives nothing. */
    public final <A> JobHandle<Void> defer(Call.Does1<A> method, @Nullable A a) {
        return call(method, a);
    }

    /** Enqueues a call of a static method that takes 2 values and gives nothing. */
    public final <A, B> JobHandle<Void> defer(Call.Does2<A, B> method, @Nullable A a, @Nullable B b) {
        return call(method, a, b);
    }

    /** Enqueues a call of a static method that takes 3 values and gives nothing. */
    public final <A, B, C> JobHandle<Void> defer(
            Call.Does3<A, B, C> method, @Nullable A a, @Nullable B b, @Nullable C c) {
        return call(method, a, b, c);
    }

    /** Enqueues a call of a static method that takes 4 values and gives nothing. */
    public final <A, B, C, D> JobHandle<Void> defer(
            Call.Does4<A, B, C, D> method, @Nullable A a, @Nullable B b, @Nullable C c, @Nullable D d) {
        return call(method, a, b, c, d);
    }

    /** Enqueues a call of a static method that takes 5 values and gives nothing. */
    public final <A, B, C, D, E> JobHandle<Void> defer(
            Call.Does5<A, B, C, D, E> method,
            @Nullable A a,
            @Nullable B b,
            @Nullable C c,
            @Nullable D d,
            @Nullable E e) {
        return call(method, a, b, c, d, e);
    }
}
