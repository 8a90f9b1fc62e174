package dev.windlass.store.postgres.kill;

import dev.windlass.store.contract.ordeal.Evidence;
import dev.windlass.store.contract.ordeal.Judge;
import dev.windlass.store.contract.ordeal.Judge.Verdict;
import dev.windlass.store.contract.ordeal.Load;
import dev.windlass.store.contract.ordeal.Ordeal;
import dev.windlass.store.contract.ordeal.Orders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Three laborers in processes of their own, on one schema. Used by one thread. */
final class Trio implements AutoCloseable {
    static final int SIZE = 3;

    /** Keys of one laborer begin so far above those of the one before. */
    private static final int KEYS = 10_000_000;

    private final List<Orders> orders = new ArrayList<>();
    private final List<Ordeal> ordeals = new ArrayList<>();

    /** Starts them; each is to enqueue so many jobs, of which one in {@code longEvery} lasts a second. */
    static Trio begin(Path directory, String schema, String url, Load each, int leaseMillis) throws IOException {
        var trio = new Trio();
        for (var number = 0; number < SIZE; number++) {
            var load = new Load(each.seed(), number * KEYS, each.roots(), each.longEvery());
            var audit = directory.resolve("audit" + number);
            var orders = SchemaLaborer.in(schema, url, audit, load).withLeaseMillis(leaseMillis);
            trio.orders.add(orders);
            trio.ordeals.add(Ordeal.of(orders));
            trio.ordeals.get(number).begin();
        }
        return trio;
    }

    Ordeal ordeal(int number) {
        return ordeals.get(number);
    }

    List<Evidence> evidence() {
        return ordeals.stream().map(Ordeal::evidence).toList();
    }

    /** Lets all come to their end, and has the jobs judged. */
    Verdict finish() throws Exception {
        for (var ordeal : ordeals) {
            ordeal.finish();
        }
        return Judge.judge(orders.get(0), evidence());
    }

    @Override
    public void close() throws IOException {
        for (var ordeal : ordeals) {
            ordeal.close();
        }
    }
}
