package dev.windlass.store.contract.simulation;

import dev.windlass.store.Store;
import java.util.Map;
import java.util.function.Supplier;

/** What a worker, or whoever else asks in its process, has between itself and the store. */
record Reach(Store store, Wire wire, Witness witness, Excuses excuses, Ears ears) {
    /** No arrow: a call that finds nothing to do. */
    static final Map<Arrow, Integer> NONE = Map.of();

    /** An arrow that is followed so often. */
    static Map<Arrow, Integer> follow(Arrow arrow, int times) {
        return times == 0 ? NONE : Map.of(arrow, times);
    }

    <T> T send(String name, Map<Arrow, Integer> arrows, Supplier<T> request) {
        return wire.send(new Wire.Call(name, arrows, false), request);
    }
}
