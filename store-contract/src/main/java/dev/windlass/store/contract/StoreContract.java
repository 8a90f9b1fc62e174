package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.Ability;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * What every store must keep. A store's test extends this class, says how a fresh store is opened, and names one nested class for
 * each of its abilities that has a group of its own:
 *
 * <pre>{@code
 * final class SqliteStoreContractTest extends StoreContract {
 *     @Override
 *     protected StoreFixture open() {
 *         return new SqliteFixture();
 *     }
 *
 *     @Nested
 *     final class Atomic extends AtomicContract {
 *         @Override
 *         protected StoreFixture open() {
 *             return new SqliteFixture();
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>Every test opens its own store. {@code docs/store-contract.md} lists the tests with the race that each one settles.
 */
public abstract class StoreContract {
    /** A fresh, empty store. */
    protected abstract StoreFixture open() throws Exception;

    @Test
    void each_ability_that_the_store_claims_is_tested() throws Exception {
        try (var fixture = open()) {
            var abilities = fixture.store().abilities();

            assertThat(tests(AtomicContract.class)).isEqualTo(abilities.contains(Ability.ATOMIC));
            assertThat(tests(DurableContract.class)).isEqualTo(abilities.contains(Ability.DURABLE));
            assertThat(tests(RuledContract.class)).isEqualTo(abilities.contains(Ability.RULED));
            assertThat(tests(LendingContract.class)).isEqualTo(abilities.contains(Ability.LENDING));
            assertThat(fixture.another() != fixture.store()).isEqualTo(abilities.contains(Ability.SHARED));
        }
    }

    private boolean tests(Class<?> group) {
        return !ReflectionSupport.findNestedClasses(getClass(), group::isAssignableFrom)
                .isEmpty();
    }

    @Test
    void closing_twice_is_fine() throws Exception {
        try (var fixture = open()) {
            fixture.store().close();
            fixture.store().close();
        }
    }

    @Nested
    class Accepting extends AcceptContract {
        @Override
        protected StoreFixture open() throws Exception {
            return StoreContract.this.open();
        }
    }

    @Nested
    class Claiming extends ClaimContract {
        @Override
        protected StoreFixture open() throws Exception {
            return StoreContract.this.open();
        }
    }

    @Nested
    class RepeatingAClaim extends ClaimNumberContract {
        @Override
        protected StoreFixture open() throws Exception {
            return StoreContract.this.open();
        }
    }

    @Nested
    class FindingDamage extends CorruptContract {
        @Override
        protected StoreFixture open() throws Exception {
            return StoreContract.this.open();
        }
    }

    @Nested
    class Committing extends CommitContract {
        @Override
        protected StoreFixture open() throws Exception {
            return StoreContract.this.open();
        }
    }

    @Nested
    class Checkpointing extends CheckpointContract {
        @Override
        protected StoreFixture open() throws Exception {
            return StoreContract.this.open();
        }
    }

    @Nested
    class Fencing extends FenceContract {
        @Override
        protected StoreFixture open() throws Exception {
            return StoreContract.this.open();
        }
    }

    @Nested
    class Counting extends TallyContract {
        @Override
        protected StoreFixture open() throws Exception {
            return StoreContract.this.open();
        }
    }

    @Nested
    class Joining extends WorkerContract {
        @Override
        protected StoreFixture open() throws Exception {
            return StoreContract.this.open();
        }
    }

    @Nested
    class Extending extends ExtendContract {
        @Override
        protected StoreFixture open() throws Exception {
            return StoreContract.this.open();
        }
    }

    @Nested
    class Rescuing extends RescueContract {
        @Override
        protected StoreFixture open() throws Exception {
            return StoreContract.this.open();
        }
    }

    @Nested
    class Isolating extends PoisonContract {
        @Override
        protected StoreFixture open() throws Exception {
            return StoreContract.this.open();
        }
    }

    @Nested
    class Noting extends NoteContract {
        @Override
        protected StoreFixture open() throws Exception {
            return StoreContract.this.open();
        }
    }

    @Nested
    class Keeping extends UpkeepContract {
        @Override
        protected StoreFixture open() throws Exception {
            return StoreContract.this.open();
        }
    }

    @Nested
    class Steering extends SteerContract {
        @Override
        protected StoreFixture open() throws Exception {
            return StoreContract.this.open();
        }
    }

    @Nested
    class Reading extends ReadContract {
        @Override
        protected StoreFixture open() throws Exception {
            return StoreContract.this.open();
        }
    }

    @Nested
    class Racing extends RaceContract {
        @Override
        protected StoreFixture open() throws Exception {
            return StoreContract.this.open();
        }
    }
}
