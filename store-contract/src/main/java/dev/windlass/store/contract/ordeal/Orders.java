package dev.windlass.store.contract.ordeal;

import dev.windlass.store.Store;
import java.nio.file.Path;
import java.util.List;

/**
 * What a {@link Laborer} is told, as it passes from process to process.
 *
 * @param opening the class of the {@link Opening}
 * @param address what it opens
 * @param audit what the laborer writes down, a file of its own
 */
public record Orders(String opening, String address, Path audit, Load load, int leaseMillis, Mutant mutant) {
    private static final int DEFAULT_LEASE_MILLIS = 15_000;

    public static Orders of(Class<? extends Opening> opening, String address, Path audit, Load load) {
        return new Orders(opening.getName(), address, audit, load, DEFAULT_LEASE_MILLIS, Mutant.NONE);
    }

    public Orders withLeaseMillis(int millis) {
        return new Orders(opening, address, audit, load, millis, mutant);
    }

    public Orders withMutant(Mutant other) {
        return new Orders(opening, address, audit, load, leaseMillis, other);
    }

    /** The store, sound. */
    Store open() throws Exception {
        var by = Class.forName(opening).asSubclass(Opening.class);
        return by.getDeclaredConstructor().newInstance().open(address);
    }

    public List<String> arguments() {
        return List.of(
                opening,
                address,
                audit.toString(),
                Long.toString(load.seed()),
                Integer.toString(load.firstKey()),
                Integer.toString(load.roots()),
                Integer.toString(load.longEvery()),
                Integer.toString(leaseMillis),
                mutant.name());
    }

    static Orders parse(String[] arguments) {
        var load = new Load(
                Long.parseLong(arguments[3]),
                Integer.parseInt(arguments[4]),
                Integer.parseInt(arguments[5]),
                Integer.parseInt(arguments[6]));
        return new Orders(
                arguments[0],
                arguments[1],
                Path.of(arguments[2]),
                load,
                Integer.parseInt(arguments[7]),
                Mutant.valueOf(arguments[8]));
    }
}
