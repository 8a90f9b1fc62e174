package dev.windlass.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.PackageMatcher;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The parts of the product and, after each, the parts it may name. What is not listed here is not allowed.
 *
 * <p>Inside core the arrows go one way: facade, runtime, engine, store, task. A store knows the port and the values in it, and no
 * other store. Nobody outside core imports the engine, but for the simulation: to drive the very classes that run in production, one
 * event at a time, is what it is for.
 */
enum Part {
    TASK("dev.windlass.task"),
    STORE("dev.windlass.store"),
    TRANSFER("dev.windlass.transfer"),
    ENGINE("dev.windlass.engine"),
    RUNTIME("dev.windlass.runtime"),
    FACADE("dev.windlass"),

    MEMORY("dev.windlass.store.memory.."),
    SQLITE("dev.windlass.store.sqlite.."),
    POSTGRES("dev.windlass.store.postgres.."),
    CONTRACT("dev.windlass.store.contract"),
    SIMULATION("dev.windlass.store.contract.simulation"),
    ORDEAL("dev.windlass.store.contract.ordeal"),

    SERVER("dev.windlass.server.."),
    EXAMPLES("dev.windlass.examples.."),
    BENCHMARKS("dev.windlass.benchmarks..");

    private final String packages;

    Part(String packages) {
        this.packages = packages;
    }

    static Optional<Part> of(JavaClass type) {
        return Arrays.stream(values()).filter(part -> part.holds(type)).findFirst();
    }

    boolean holds(JavaClass type) {
        return PackageMatcher.of(packages).matches(type.getPackageName());
    }

    boolean mayName(Part other) {
        return other == this || known().contains(other);
    }

    private Set<Part> known() {
        return switch (this) {
            case TASK -> Set.of();
            case STORE -> Set.of(TASK);
            case TRANSFER, ENGINE -> Set.of(STORE, TASK);
            case RUNTIME -> Set.of(ENGINE, STORE, TASK);
            case FACADE -> Set.of(RUNTIME, ENGINE, STORE, TASK);
            case MEMORY, SQLITE, POSTGRES -> Set.of(STORE, TASK);
            case CONTRACT -> Set.of(FACADE, RUNTIME, STORE, TASK, MEMORY);
            case ORDEAL -> Set.of(FACADE, STORE, TASK);
            case SIMULATION -> Set.of(ENGINE, STORE, TASK, MEMORY);
            case SERVER -> Set.of(FACADE, TRANSFER, STORE, TASK, MEMORY, SQLITE, POSTGRES);
            case EXAMPLES -> Set.of(FACADE, STORE, TASK, SQLITE);
            case BENCHMARKS -> Set.of(FACADE, RUNTIME, STORE, TASK, MEMORY, SQLITE, POSTGRES);
        };
    }

    boolean ofCore() {
        return switch (this) {
            case TASK, STORE, TRANSFER, ENGINE, RUNTIME, FACADE -> true;
            case MEMORY, SQLITE, POSTGRES, CONTRACT, SIMULATION, ORDEAL, SERVER, EXAMPLES, BENCHMARKS -> false;
        };
    }

    boolean ofStores() {
        return switch (this) {
            case MEMORY, SQLITE, POSTGRES, CONTRACT, SIMULATION -> true;
            case TASK, STORE, TRANSFER, ENGINE, RUNTIME, FACADE, ORDEAL, SERVER, EXAMPLES, BENCHMARKS -> false;
        };
    }
}
