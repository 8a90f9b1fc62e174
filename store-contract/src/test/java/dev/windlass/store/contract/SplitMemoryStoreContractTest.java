package dev.windlass.store.contract;

import org.junit.jupiter.api.Nested;

final class SplitMemoryStoreContractTest extends StoreContract {
    @Override
    protected StoreFixture open() {
        return MemoryFixture.split();
    }

    @Nested
    final class Ruled extends RuledContract {
        @Override
        protected StoreFixture open() {
            return MemoryFixture.split();
        }
    }
}
