package dev.windlass.benchmarks.beside;

import dev.windlass.store.Store;
import dev.windlass.store.StoreClock;
import dev.windlass.store.contract.simulation.Receipts;
import dev.windlass.store.contract.simulation.Stores;
import dev.windlass.store.memory.MemoryStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** SQLite, PostgreSQL and memory as one store for each seed. */
final class ThreeStores implements Stores {
    private final SeedSchemas schemas;
    private final Map<Store, Opened> opened = new ConcurrentHashMap<>();

    private record Opened(List<Side> sides, Common common) {}

    ThreeStores(SeedSchemas schemas) {
        this.schemas = schemas;
    }

    @Override
    public Store open(StoreClock clock) {
        // The first one runs the work of commits, so it has to be one that lends transactions.
        var sides = List.of(SeedFile.open(clock), schemas.open(clock), memory(clock));
        var common = new Common(sides);
        var store = SideBySide.of(sides, common);
        opened.put(store, new Opened(sides, common));
        return store;
    }

    private static Side memory(StoreClock clock) {
        return new Side("memory", MemoryStore.on(clock), Optional.empty(), Side.NOTHING, Side.NOTHING);
    }

    @Override
    public Optional<Receipts> receipts(Store store) {
        return Optional.ofNullable(opened.get(store)).map(Opened::common);
    }

    @Override
    public void discard(Store store) {
        Optional.ofNullable(opened.remove(store)).stream()
                .flatMap(seed -> seed.sides().stream())
                .forEach(Side::discard);
    }
}
