package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.Arrived;
import dev.windlass.store.Transfer;
import dev.windlass.store.TransferPage;
import dev.windlass.store.TransferStore;
import dev.windlass.task.JobId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What the groups about moving share. */
abstract class MovingGroup extends LimitGroup {
    /** Reads all, closes this store, and goes on with a fresh one that has been given what was read. */
    final List<Transfer> move() throws Exception {
        var jobs = readAll(100);
        var left = now();
        fixture.close();
        fixture = open();
        store = fixture.store();
        declareLimits();
        // The clock of a fresh store begins anew, and that of its users goes on.
        advance(Duration.between(now(), left));
        assertThat(store.transfers().write(jobs)).isEqualTo(new Arrived(jobs.size(), Map.of()));
        settled();
        return jobs;
    }

    final List<Transfer> readAll(int limit) {
        settled();
        var jobs = new ArrayList<Transfer>();
        var page = new TransferPage(List.of(), OptionalLong.of(TransferStore.BEGINNING));
        do {
            page = store.transfers().read(page.next().orElseThrow(), limit);
            assertThat(page.jobs()).hasSizeLessThanOrEqualTo(limit);
            jobs.addAll(page.jobs());
        } while (page.next().isPresent());
        return jobs;
    }

    static List<JobId> idsOf(List<Transfer> jobs) {
        return jobs.stream().map(transfer -> transfer.job().id()).toList();
    }
}
