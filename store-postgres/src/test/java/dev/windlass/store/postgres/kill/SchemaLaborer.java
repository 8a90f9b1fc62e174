package dev.windlass.store.postgres.kill;

import dev.windlass.store.Store;
import dev.windlass.store.contract.ordeal.Laborer;
import dev.windlass.store.contract.ordeal.Load;
import dev.windlass.store.contract.ordeal.Orders;
import dev.windlass.store.postgres.PostgresOptions;
import dev.windlass.store.postgres.PostgresStore;
import java.nio.file.Path;

/** A laborer on a schema that several share; its address is the name of the schema and the URL. */
final class SchemaLaborer {
    private static final String BETWEEN = " at ";

    private SchemaLaborer() {}

    public static void main(String[] arguments) throws Exception {
        Laborer.main(SchemaLaborer::open, arguments);
    }

    private static Store open(String address) {
        var words = address.split(BETWEEN, 2);
        return PostgresStore.at(words[1], PostgresOptions.DEFAULTS.withSchema(words[0]));
    }

    static Orders in(String schema, String url, Path audit, Load load) {
        return Orders.of(SchemaLaborer.class, SchemaLaborer::open, schema + BETWEEN + url, audit, load);
    }
}
