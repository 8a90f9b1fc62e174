package dev.windlass.store.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Real threads that set out at the same moment. */
final class Race {
    /** How often a race of two calls is run: one meeting proves little. */
    static final int ROUNDS = 40;

    /** Far beyond any healthy answer: a store that needs longer hangs. */
    private static final long LIMIT_SECONDS = 60;

    /** What two runners of different kinds came back with. */
    record Finish<A, B>(A first, B second) {}

    private Race() {}

    /** The same call by several threads; the argument tells them apart, from 0. */
    static <A> List<A> of(int runners, Runner<A> runner) throws Exception {
        return run(IntStream.range(0, runners)
                .<Callable<A>>mapToObj(number -> () -> runner.run(number))
                .toList());
    }

    static <A, B> Finish<A, B> between(Callable<A> first, Callable<B> second) throws Exception {
        var line = new CyclicBarrier(2);
        var threads = Executors.newFixedThreadPool(2);
        try {
            var one = threads.submit(() -> start(line, first));
            var two = threads.submit(() -> start(line, second));
            return new Finish<>(one.get(LIMIT_SECONDS, TimeUnit.SECONDS), two.get(LIMIT_SECONDS, TimeUnit.SECONDS));
        } finally {
            threads.shutdownNow();
        }
    }

    private static <A> List<A> run(List<Callable<A>> runners) throws Exception {
        var line = new CyclicBarrier(runners.size());
        var threads = Executors.newFixedThreadPool(runners.size());
        try {
            var running = new ArrayList<Future<A>>();
            for (var runner : runners) {
                running.add(threads.submit(() -> start(line, runner)));
            }
            var answers = new ArrayList<A>();
            for (var runner : running) {
                answers.add(runner.get(LIMIT_SECONDS, TimeUnit.SECONDS));
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    private static <A> A start(CyclicBarrier line, Callable<A> runner) throws Exception {
        line.await(LIMIT_SECONDS, TimeUnit.SECONDS);
        return runner.call();
    }

    /** One of several threads that do the same. */
    @FunctionalInterface
    interface Runner<A> {
        A run(int number) throws Exception;
    }

    /** Whether something becomes so within a time. */
    static boolean within(Duration limit, BooleanSupplier so) throws InterruptedException {
        var end = System.nanoTime() + limit.toNanos();
        while (!so.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            linger(5);
        }
        return true;
    }

    /** Work that takes its time: a wait for what never comes. */
    static void linger(long millis) throws InterruptedException {
        if (new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)) {
            throw new AssertionError("nobody opens this latch");
        }
    }
}
