package dev.windlass.store.postgres;

import dev.windlass.store.Hint;
import java.util.function.Consumer;

/** What processes on one database tell each other. Hints save waiting and are never needed. Safe for all threads. */
interface Hints extends AutoCloseable {
    /** For databases that cannot notify, or behind a pooler that does not pass it on: whoever waits looks for himself. */
    Hints NONE = new Hints() {
        @Override
        public void tell(Hint hint) {}

        @Override
        public void hear(Consumer<Hint> ear) {}

        @Override
        public void close() {}
    };

    void tell(Hint hint);

    /** Has the ear told what others tell, from now on. */
    void hear(Consumer<Hint> ear);

    @Override
    void close();
}
