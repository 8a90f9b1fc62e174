package dev.windlass.store.sqlite.kill;

import java.nio.file.Path;
import java.util.List;

/** What a {@link Laborer} is told, as it passes from process to process. */
record Orders(Path database, Path audit, Load load, int leaseMillis, Mutant mutant) {
    static Orders in(Path directory, Load load) {
        return new Orders(directory.resolve("windlass.db"), directory.resolve("audit"), load, 15_000, Mutant.NONE);
    }

    Orders withLeaseMillis(int millis) {
        return new Orders(database, audit, load, millis, mutant);
    }

    Orders withMutant(Mutant other) {
        return new Orders(database, audit, load, leaseMillis, other);
    }

    List<String> arguments() {
        return List.of(
                database.toString(),
                audit.toString(),
                Long.toString(load.seed()),
                Integer.toString(load.roots()),
                Integer.toString(load.longEvery()),
                Integer.toString(leaseMillis),
                mutant.name());
    }

    static Orders parse(String[] arguments) {
        var load =
                new Load(Long.parseLong(arguments[2]), Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]));
        return new Orders(
                Path.of(arguments[0]),
                Path.of(arguments[1]),
                load,
                Integer.parseInt(arguments[5]),
                Mutant.valueOf(arguments[6]));
    }
}
