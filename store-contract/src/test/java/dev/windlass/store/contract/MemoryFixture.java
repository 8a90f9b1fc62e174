package dev.windlass.store.contract;

import dev.windlass.store.Store;
import dev.windlass.store.StoreClock;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.task.JobId;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A store in memory, whole or split; or one with a fault planted around it. */
final class MemoryFixture implements StoreFixture {
    private final SteerableClock clock = new SteerableClock();
    private final Store store;

    private MemoryFixture(Function<StoreClock, Store> opening) {
        store = opening.apply(clock);
    }

    static MemoryFixture whole() {
        return new MemoryFixture(MemoryStore::on);
    }

    static MemoryFixture split() {
        return new MemoryFixture(MemoryStore::split);
    }

    /** A correct store with a fault planted around it. */
    static MemoryFixture faulty(UnaryOperator<Store> fault) {
        return new MemoryFixture(clock -> fault.apply(MemoryStore.on(clock)));
    }

    @Override
    public Store store() {
        return store;
    }

    @Override
    public void advance(Duration by) {
        clock.advance(by);
    }

    /** A content hands out its array itself, so that the stored bytes can be reached from outside. */
    @Override
    public void damage(JobId id) {
        store.jobs().payload(id).orElseThrow().bytes()[0] ^= 1;
    }

    @Override
    public void close() {
        store.close();
    }
}
