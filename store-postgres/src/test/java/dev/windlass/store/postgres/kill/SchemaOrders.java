package dev.windlass.store.postgres.kill;

import dev.windlass.store.Store;
import dev.windlass.store.contract.ordeal.Load;
import dev.windlass.store.contract.ordeal.Opening;
import dev.windlass.store.contract.ordeal.Orders;
import dev.windlass.store.postgres.PostgresOptions;
import dev.windlass.store.postgres.PostgresStore;
import java.nio.file.Path;

/** Opens the schema that laborers share; its address is the name of the schema and the URL. */
public final class SchemaOrders implements Opening {
    private static final String BETWEEN = " at ";

    @Override
    public Store open(String address) {
        var words = address.split(BETWEEN, 2);
        return PostgresStore.at(words[1], PostgresOptions.DEFAULTS.withSchema(words[0]));
    }

    static Orders in(String schema, String url, Path audit, Load load) {
        return Orders.of(SchemaOrders.class, schema + BETWEEN + url, audit, load);
    }
}
