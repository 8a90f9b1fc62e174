package dev.windlass.store.contract;

import org.junit.jupiter.api.Nested;

/** What a store with the ability RULED adds: jobs on terms, and all that keeps them to their turn. One group for each theme. */
public abstract class RuledContract {
    /** A fresh, empty store. */
    protected abstract StoreFixture open() throws Exception;

    @Nested
    class BringingTerms extends TermsContract {
        @Override
        protected StoreFixture open() throws Exception {
            return RuledContract.this.open();
        }
    }

    @Nested
    class HoldingKeys extends KeyContract {
        @Override
        protected StoreFixture open() throws Exception {
            return RuledContract.this.open();
        }
    }

    @Nested
    class HoldingKeysUntilTheStart extends StartKeyContract {
        @Override
        protected StoreFixture open() throws Exception {
            return RuledContract.this.open();
        }
    }

    @Nested
    class Staging extends PartContract {
        @Override
        protected StoreFixture open() throws Exception {
            return RuledContract.this.open();
        }
    }

    @Nested
    class Editing extends EditContract {
        @Override
        protected StoreFixture open() throws Exception {
            return RuledContract.this.open();
        }
    }

    @Nested
    class Moving extends TransferContract {
        @Override
        protected StoreFixture open() throws Exception {
            return RuledContract.this.open();
        }
    }

    @Nested
    class MovingWhatJobsHold extends BelongingsContract {
        @Override
        protected StoreFixture open() throws Exception {
            return RuledContract.this.open();
        }
    }

    @Nested
    class HoldingPermits extends PermitContract {
        @Override
        protected StoreFixture open() throws Exception {
            return RuledContract.this.open();
        }
    }

    @Nested
    class HoldingBack extends PauseContract {
        @Override
        protected StoreFixture open() throws Exception {
            return RuledContract.this.open();
        }
    }

    @Nested
    class GoingInSequence extends SequenceContract {
        @Override
        protected StoreFixture open() throws Exception {
            return RuledContract.this.open();
        }
    }

    @Nested
    class Counting extends StatisticsContract {
        @Override
        protected StoreFixture open() throws Exception {
            return RuledContract.this.open();
        }
    }

    @Nested
    class Pacing extends PaceContract {
        @Override
        protected StoreFixture open() throws Exception {
            return RuledContract.this.open();
        }
    }

    @Nested
    class Bounding extends DepthContract {
        @Override
        protected StoreFixture open() throws Exception {
            return RuledContract.this.open();
        }
    }

    @Nested
    class Overriding extends ControlContract {
        @Override
        protected StoreFixture open() throws Exception {
            return RuledContract.this.open();
        }
    }

    @Nested
    class CallingOff extends CancelContract {
        @Override
        protected StoreFixture open() throws Exception {
            return RuledContract.this.open();
        }
    }

    @Nested
    class KeepingToRates extends RateContract {
        @Override
        protected StoreFixture open() throws Exception {
            return RuledContract.this.open();
        }
    }

    @Nested
    class ParkingJobs extends ParkContract {
        @Override
        protected StoreFixture open() throws Exception {
            return RuledContract.this.open();
        }
    }

    @Nested
    class Expiring extends ExpiryContract {
        @Override
        protected StoreFixture open() throws Exception {
            return RuledContract.this.open();
        }
    }

    @Nested
    class DeclaringLimits extends BoundContract {
        @Override
        protected StoreFixture open() throws Exception {
            return RuledContract.this.open();
        }
    }
}
