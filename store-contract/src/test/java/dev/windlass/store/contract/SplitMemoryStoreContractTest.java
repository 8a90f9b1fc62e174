package dev.windlass.store.contract;

final class SplitMemoryStoreContractTest extends StoreContract {
    @Override
    protected StoreFixture open() {
        return MemoryFixture.split();
    }
}
