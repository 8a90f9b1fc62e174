package dev.windlass.store.contract;

import org.junit.jupiter.api.Nested;

final class MemoryStoreContractTest extends StoreContract {
    @Override
    protected StoreFixture open() {
        return MemoryFixture.whole();
    }

    @Nested
    final class Atomic extends AtomicContract {
        @Override
        protected StoreFixture open() {
            return MemoryFixture.whole();
        }
    }

    @Nested
    final class Ruled extends RuledContract {
        @Override
        protected StoreFixture open() {
            return MemoryFixture.whole();
        }
    }
}
