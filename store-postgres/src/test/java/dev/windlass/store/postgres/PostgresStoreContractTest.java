package dev.windlass.store.postgres;

import dev.windlass.store.contract.AtomicContract;
import dev.windlass.store.contract.DurableContract;
import dev.windlass.store.contract.LendingContract;
import dev.windlass.store.contract.RuledContract;
import dev.windlass.store.contract.StoreContract;
import dev.windlass.store.contract.StoreFixture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract on a real PostgreSQL: each test has a schema of its own, and races run over two pools. */
final class PostgresStoreContractTest extends StoreContract {
    @RegisterExtension
    static final PostgresServer SERVER = new PostgresServer();

    @Override
    protected StoreFixture open() throws Exception {
        return PostgresFixture.steered(SERVER.running());
    }

    @Nested
    final class Atomic extends AtomicContract {
        @Override
        protected StoreFixture open() throws Exception {
            return PostgresFixture.steered(SERVER.running());
        }
    }

    @Nested
    final class Durable extends DurableContract {
        @Override
        protected StoreFixture open() throws Exception {
            return PostgresFixture.steered(SERVER.running());
        }
    }

    @Nested
    final class Lent extends LendingContract {
        @Override
        protected StoreFixture open() throws Exception {
            return PostgresFixture.steered(SERVER.running());
        }
    }

    @Nested
    final class Ruled extends RuledContract {
        @Override
        protected StoreFixture open() throws Exception {
            return PostgresFixture.steered(SERVER.running());
        }
    }
}
