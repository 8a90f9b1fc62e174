package dev.windlass;

import dev.windlass.task.Options;
import dev.windlass.task.Task;

/** Calls with options of their own. As safe for threads as what it was made from. */
final class CallsWith extends Calls {
    private final Calls calls;
    private final Options options;

    CallsWith(Calls calls, Options options) {
        this.calls = calls;
        this.options = options;
    }

    @Override
    Tasks declared() {
        return calls.declared();
    }

    @Override
    Options options() {
        return options;
    }

    @Override
    <P, R> JobHandle<R> enqueue(Task<P, R> task, P payload, Options given) {
        return calls.enqueue(task, payload, given);
    }
}
