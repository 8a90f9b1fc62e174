package dev.windlass.store.contract.ordeal;

import dev.windlass.store.Store;
import java.nio.file.Path;
import java.util.List;

/**
 * What a {@link Laborer} is told, as it passes from process to process.
 *
 * @param program whose main method calls {@link Laborer#main}
 * @param opening opens the store
 * @param address what it opens
 * @param audit what the laborer writes down, a file of its own
 */
public record Orders(
        Class<?> program, Opening opening, String address, Path audit, Load load, int leaseMillis, Mutant mutant) {
    private static final int DEFAULT_LEASE_MILLIS = 15_000;

    public static Orders of(Class<?> program, Opening opening, String address, Path audit, Load load) {
        return new Orders(program, opening, address, audit, load, DEFAULT_LEASE_MILLIS, Mutant.NONE);
    }

    public Orders withLeaseMillis(int millis) {
        return new Orders(program, opening, address, audit, load, millis, mutant);
    }

    public Orders withMutant(Mutant other) {
        return new Orders(program, opening, address, audit, load, leaseMillis, other);
    }

    /** The store, sound. */
    Store open() throws Exception {
        return opening.open(address);
    }

    public List<String> arguments() {
        return List.of(
                address,
                audit.toString(),
                Long.toString(load.seed()),
                Integer.toString(load.firstKey()),
                Integer.toString(load.roots()),
                Integer.toString(load.longEvery()),
                Integer.toString(leaseMillis),
                mutant.name());
    }

    static Orders parse(Opening opening, String[] arguments) {
        var load = new Load(
                Long.parseLong(arguments[2]),
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4]),
                Integer.parseInt(arguments[5]));
        return new Orders(
                Laborer.class,
                opening,
                arguments[0],
                Path.of(arguments[1]),
                load,
                Integer.parseInt(arguments[6]),
                Mutant.valueOf(arguments[7]));
    }
}
