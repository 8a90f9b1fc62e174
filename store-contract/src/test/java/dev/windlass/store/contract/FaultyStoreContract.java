package dev.windlass.store.contract;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The contract around a store with the fault that the run's configuration names. Only {@link FaultyStoreTest} runs it. */
@ExtendWith(FaultyStoreContract.FromConfiguration.class)
final class FaultyStoreContract extends StoreContract {
    private final Fault fault;

    FaultyStoreContract(Fault fault) {
        this.fault = fault;
    }

    @Override
    protected StoreFixture open() {
        return MemoryFixture.faulty(fault::around);
    }

    @Nested
    final class Atomic extends AtomicContract {
        @Override
        protected StoreFixture open() {
            return FaultyStoreContract.this.open();
        }
    }

    @Nested
    final class Ruled extends RuledContract {
        @Override
        protected StoreFixture open() {
            return FaultyStoreContract.this.open();
        }
    }

    /** Hands the fault to the constructor. */
    static final class FromConfiguration implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Fault.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getConfigurationParameter(Fault.class.getName(), Fault::valueOf)
                    .orElseThrow();
        }
    }
}
