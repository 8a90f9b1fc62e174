package dev.windlass.store.contract;

import dev.windlass.store.JobStore;
import dev.windlass.store.LeaseStore;
import dev.windlass.store.Store;
import dev.windlass.store.StoreException;
import dev.windlass.store.Upkeep;
import dev.windlass.store.WorkerStore;
import dev.windlass.task.ErrorCode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;

/** A correct store behind a line that a test can cut. While it is cut, every call fails before it reaches the store. */
final class Outage extends ForwardingStore {
    private volatile Optional<ErrorCode> trouble = Optional.empty();

    Outage(Store correct) {
        super(correct);
    }

    void begin(ErrorCode code) {
        trouble = Optional.of(code);
    }

    void end() {
        trouble = Optional.empty();
    }

    @Override
    public JobStore jobs() {
        return cut(JobStore.class, correct.jobs());
    }

    @Override
    public LeaseStore leases() {
        return cut(LeaseStore.class, correct.leases());
    }

    @Override
    public WorkerStore workers() {
        return cut(WorkerStore.class, correct.workers());
    }

    @Override
    public Upkeep upkeep() {
        return cut(Upkeep.class, correct.upkeep());
    }

    private <T> T cut(Class<T> noun, T behind) {
        return noun.cast(Proxy.newProxyInstance(
                noun.getClassLoader(), new Class<?>[] {noun}, (self, method, arguments) -> {
                    var code = trouble;
                    if (code.isPresent()) {
                        throw new StoreException(code.get(), "the line is cut");
                    }
                    try {
                        return method.invoke(behind, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
