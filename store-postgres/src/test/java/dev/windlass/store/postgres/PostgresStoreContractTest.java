package dev.windlass.store.postgres;

import dev.windlass.store.contract.AtomicContract;
import dev.windlass.store.contract.BoundContract;
import dev.windlass.store.contract.CancelContract;
import dev.windlass.store.contract.DurableContract;
import dev.windlass.store.contract.EditContract;
import dev.windlass.store.contract.ExpiryContract;
import dev.windlass.store.contract.KeyContract;
import dev.windlass.store.contract.LendingContract;
import dev.windlass.store.contract.ParkContract;
import dev.windlass.store.contract.RateContract;
import dev.windlass.store.contract.SequenceContract;
import dev.windlass.store.contract.StartKeyContract;
import dev.windlass.store.contract.StoreContract;
import dev.windlass.store.contract.StoreFixture;
import dev.windlass.store.contract.TermsContract;
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
    final class BringingTerms extends TermsContract {
        @Override
        protected StoreFixture open() throws Exception {
            return PostgresFixture.steered(SERVER.running());
        }
    }

    @Nested
    final class HoldingKeys extends KeyContract {
        @Override
        protected StoreFixture open() throws Exception {
            return PostgresFixture.steered(SERVER.running());
        }
    }

    @Nested
    final class Editing extends EditContract {
        @Override
        protected StoreFixture open() throws Exception {
            return PostgresFixture.steered(SERVER.running());
        }
    }

    @Nested
    final class CallingOff extends CancelContract {
        @Override
        protected StoreFixture open() throws Exception {
            return PostgresFixture.steered(SERVER.running());
        }
    }

    @Nested
    final class ParkingJobs extends ParkContract {
        @Override
        protected StoreFixture open() throws Exception {
            return PostgresFixture.steered(SERVER.running());
        }
    }

    @Nested
    final class Expiring extends ExpiryContract {
        @Override
        protected StoreFixture open() throws Exception {
            return PostgresFixture.steered(SERVER.running());
        }
    }

    @Nested
    final class HoldingKeysUntilTheStart extends StartKeyContract {
        @Override
        protected StoreFixture open() throws Exception {
            return PostgresFixture.steered(SERVER.running());
        }
    }

    @Nested
    final class GoingInSequence extends SequenceContract {
        @Override
        protected StoreFixture open() throws Exception {
            return PostgresFixture.steered(SERVER.running());
        }
    }

    @Nested
    final class KeepingToRates extends RateContract {
        @Override
        protected StoreFixture open() throws Exception {
            return PostgresFixture.steered(SERVER.running());
        }
    }

    @Nested
    final class DeclaringLimits extends BoundContract {
        @Override
        protected StoreFixture open() throws Exception {
            return PostgresFixture.steered(SERVER.running());
        }
    }
}
