package dev.windlass;

import java.io.Serializable;

/**
 * A method that is called by reference: {@code Reports::monthly}. These are the shapes that a compiler checks such a reference against;
 * users name none of them.
 *
 * <p>Serializable, because only such a reference can be asked which method it means. It is never written to a stream.
 */
public sealed interface Call extends Serializable {

    /** A method of no values that gives one. */
    @FunctionalInterface
    non-sealed interface Gives0<R> extends Call {
        R call() throws Exception;
    }

    /** A method of no values that gives none. */
    @FunctionalInterface
    non-sealed interface Does0 extends Call {
        void call() throws Exception;
    }

    /** A method of one value that gives one. */
    @FunctionalInterface
    non-sealed interface Gives1<A, R> extends Call {
        R call(A a) throws Exception;
    }

    /** A method of one value that gives none. */
    @FunctionalInterface
    non-sealed interface Does1<A> extends Call {
        void call(A a) throws Exception;
    }

    /** A method of 2 values that gives one. */
    @FunctionalInterface
    non-sealed interface Gives2<A, B, R> extends Call {
        R call(A a, B b) throws Exception;
    }

    /** A method of 2 values that gives none. */
    @FunctionalInterface
    non-sealed interface Does2<A, B> extends Call {
        void call(A a, B b) throws Exception;
    }

    /** A method of 3 values that gives one. */
    @FunctionalInterface
    non-sealed interface Gives3<A, B, C, R> extends Call {
        R call(A a, B b, C c) throws Exception;
    }

    /** A method of 3 values that gives none. */
    @FunctionalInterface
    non-sealed interface Does3<A, B, C> extends Call {
        void call(A a, B b, C c) throws Exception;
    }

    /** A method of 4 values that gives one. */
    @FunctionalInterface
    non-sealed interface Gives4<A, B, C, D, R> extends Call {
        R call(A a, B b, C c, D d) throws Exception;
    }

    /** A method of 4 values that gives none. */
    @FunctionalInterface
    non-sealed interface Does4<A, B, C, D> extends Call {
        void call(A a, B b, C c, D d) throws Exception;
    }

    /** A method of 5 values that gives one. */
    @FunctionalInterface
    non-sealed interface Gives5<A, B, C, D, E, R> extends Call {
        R call(A a, B b, C c, D d, E e) throws Exception;
    }

    /** A method of 5 values that gives none. */
    @FunctionalInterface
    non-sealed interface Does5<A, B, C, D, E> extends Call {
        void call(A a, B b, C c, D d, E e) throws Exception;
    }

    /** A method of 6 values that gives one. */
    @FunctionalInterface
    non-sealed interface Gives6<A, B, C, D, E, F, R> extends Call {
        R call(A a, B b, C c, D d, E e, F f) throws Exception;
    }

    /** A method of 6 values that gives none. */
    @FunctionalInterface
    non-sealed interface Does6<A, B, C, D, E, F> extends Call {
        void call(A a, B b, C c, D d, E e, F f) throws Exception;
    }
}
