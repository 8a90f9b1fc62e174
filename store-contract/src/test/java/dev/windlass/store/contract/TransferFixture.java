package dev.windlass.store.contract;

import dev.windlass.store.Job;
import dev.windlass.store.JobQuery;
import dev.windlass.store.Store;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.transfer.Export;
import dev.windlass.transfer.Import;
import dev.windlass.transfer.Imported;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** Two stores in memory under one clock, and the files that go from one into the other. */
abstract class TransferFixture {
    final SteerableClock clock = new SteerableClock();
    final Store from = MemoryStore.on(clock);
    final Store into = MemoryStore.on(clock);

    final void accept(JobDraft draft) {
        from.jobs().accept(List.of(draft.job()));
    }

    /** Jobs 1 to 6, which nobody has touched. */
    final void acceptSix() {
        for (var number = 1; number <= 6; number++) {
            accept(JobDraft.numbered(number));
        }
    }

    static byte[] export(Store store) throws IOException {
        var out = new ByteArrayOutputStream();
        Export.of(store).to(out);
        return out.toByteArray();
    }

    static Imported load(byte[] file, Store store) throws IOException {
        return Import.from(() -> new ByteArrayInputStream(file)).into(store);
    }

    static List<Job> jobs(Store store) {
        return store.jobs().list(JobQuery.ALL).jobs();
    }
}
