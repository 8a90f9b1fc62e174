package dev.windlass.engine;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One touch a method, each of another kind. */
public final class PlantedSeams {
    public long wallMillis() {
        return System.currentTimeMillis();
    }

    public long nanos() {
        return System.nanoTime();
    }

    public LongSupplier nanosByReference() {
        return System::nanoTime;
    }

    public Supplier<Instant> instantByReference() {
        return Instant::now;
    }

    public LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    public Clock clock() {
        return Clock.systemUTC();
    }

    public Thread thread(Runnable work) {
        return new Thread(work);
    }

    public ExecutorService executor() {
        return Executors.newCachedThreadPool();
    }

    public CompletableFuture<Void> commonPool(Runnable work) {
        return CompletableFuture.runAsync(work);
    }

    public Random chance(long seed) {
        return new Random(seed);
    }

    public int localChance() {
        return ThreadLocalRandom.current().nextInt();
    }

    public double mathChance() {
        return Math.random();
    }

    public UUID id() {
        return UUID.randomUUID();
    }

    public Stream<String> parallel(List<String> words) {
        return words.parallelStream();
    }

    public void pause() throws InterruptedException {
        // Sleeps because this is the planted violation itself.
        Thread.sleep(1);
    }
}
