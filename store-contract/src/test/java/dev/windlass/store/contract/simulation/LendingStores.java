package dev.windlass.store.contract.simulation;

import dev.windlass.store.Store;
import dev.windlass.store.StoreClock;
import java.util.Optional;

/** Stores without transactions, each with a table beside it that is written in one step with commits. */
record LendingStores(Stores stores) implements Stores {
    @Override
    public Store open(StoreClock clock) {
        return new Lending(stores.open(clock));
    }

    @Override
    public Optional<Receipts> receipts(Store store) {
        return store instanceof Lending lending ? Optional.of(lending.receipts()) : Optional.empty();
    }
}
