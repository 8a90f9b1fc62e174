package dev.windlass.store.contract;

import dev.windlass.store.Store;
import dev.windlass.store.memory.MemoryStore;

class LimitLifeOnMemoryTest extends LimitLifeContract {
    @Override
    protected Store store() {
        return MemoryStore.open();
    }
}
