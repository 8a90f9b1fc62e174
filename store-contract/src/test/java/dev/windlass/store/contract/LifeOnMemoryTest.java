package dev.windlass.store.contract;

import dev.windlass.store.Store;
import dev.windlass.store.memory.MemoryStore;

class LifeOnMemoryTest extends LifeContract {
    @Override
    protected Store store() {
        return MemoryStore.open();
    }

    @Override
    protected Store reopened(Store closed) {
        return closed;
    }
}
