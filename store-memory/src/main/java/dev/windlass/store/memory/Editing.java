package dev.windlass.store.memory;

import dev.windlass.store.Edit;
import dev.windlass.store.EditAnswer;
import dev.windlass.store.WaitReason;
import dev.windlass.task.Due;
import dev.windlass.task.JobState;
import java.time.Instant;
import java.util.Set;

/** Changes jobs that wait. A job is never made READY here: it becomes due, and whoever promotes it decides where it goes. */
final class Editing {
    /** What waits for something else goes on waiting, whatever its time. */
    private static final Set<WaitReason> FOR_A_PERMIT = Set.of(WaitReason.KEY, WaitReason.RATE);

    private final Ledger ledger;

    Editing(Ledger ledger) {
        this.ledger = ledger;
    }

    EditAnswer edit(Row row, Edit edit, Instant now) {
        if (row.state.ended()) {
            return EditAnswer.ENDED;
        }
        if (row.state == JobState.RUNNING) {
            return EditAnswer.RUNNING;
        }
        keepingSince(row, () -> change(row, edit, now));
        return EditAnswer.EDITED;
    }

    /** A job that is taken out and put back is in its state since it came into it. */
    private static void keepingSince(Row row, Runnable change) {
        var state = row.state;
        var since = row.since;
        change.run();
        if (row.state == state) {
            row.since = since;
        }
    }

    private void change(Row row, Edit edit, Instant now) {
        var parked = row.waiting.filter(WaitReason.NO_TASK::equals).isPresent();
        if (parked) {
            // It stands by its lane and the version of its payload, both of which may change.
            ledger.withdraw(row);
        }
        edit.payload().ifPresent(payload -> {
            ledger.queues.left(row.base);
            row.base = row.base.withPayload(payload);
            ledger.queues.entered(row.base);
        });
        edit.lane().filter(lane -> lane != row.base.lane()).ifPresent(lane -> {
            var stands = row.state == JobState.READY;
            if (row.state != JobState.WAITING) {
                ledger.withdraw(row);
            }
            row.base = row.base.withLane(lane);
            if (stands) {
                ledger.enterAtEnd(row, now);
            } else if (row.state == JobState.SCHEDULED) {
                ledger.schedule(row, row.due, now);
            }
        });
        if (parked) {
            ledger.parking.add(row);
        }
        edit.due().ifPresent(due -> reschedule(row, due.from(now), now));
    }

    private void reschedule(Row row, Instant due, Instant now) {
        var waits = row.state == JobState.READY
                || row.waiting.filter(FOR_A_PERMIT::contains).isPresent();
        if (row.state == JobState.SCHEDULED || (waits && due.isAfter(now))) {
            ledger.withdraw(row);
            ledger.schedule(row, due, now);
        }
    }

    /** Lets a SCHEDULED job come due by then, unless it does so earlier. */
    void moveEarlier(Row row, Due due, Instant now) {
        var at = due.from(now);
        if (row.state == JobState.SCHEDULED && at.isBefore(row.due)) {
            keepingSince(row, () -> reschedule(row, at, now));
        }
    }
}
