package dev.windlass.store.sqlite;

import dev.windlass.store.contract.AtomicContract;
import dev.windlass.store.contract.DurableContract;
import dev.windlass.store.contract.LendingContract;
import dev.windlass.store.contract.RuledContract;
import dev.windlass.store.contract.StoreContract;
import dev.windlass.store.contract.StoreFixture;
import org.junit.jupiter.api.Nested;

/** The contract of all stores, on a real file. */
final class SqliteStoreContractTest extends StoreContract {
    @Override
    protected StoreFixture open() {
        return new SqliteFixture();
    }

    @Nested
    final class Atomic extends AtomicContract {
        @Override
        protected StoreFixture open() {
            return new SqliteFixture();
        }
    }

    @Nested
    final class Durable extends DurableContract {
        @Override
        protected StoreFixture open() {
            return new SqliteFixture();
        }
    }

    @Nested
    final class Lending extends LendingContract {
        @Override
        protected StoreFixture open() {
            return new SqliteFixture();
        }
    }

    @Nested
    final class Ruled extends RuledContract {
        @Override
        protected StoreFixture open() {
            return new SqliteFixture();
        }
    }
}
