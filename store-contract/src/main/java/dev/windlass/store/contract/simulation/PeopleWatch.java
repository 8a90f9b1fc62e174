package dev.windlass.store.contract.simulation;

import dev.windlass.store.CancelAnswer;
import dev.windlass.store.Edit;
import dev.windlass.store.EditAnswer;
import dev.windlass.store.ReviveAnswer;
import dev.windlass.store.Store;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import java.util.Set;

/** What people ask for jobs, one by one or all of a queue: whether each call was answered rightly, and what it made of them. */
final class PeopleWatch {
    private final Store store;
    private final Lives lives;

    PeopleWatch(Store store, Lives lives) {
        this.store = store;
        this.lives = lives;
    }

    void cancelled(JobId id, CancelAnswer answer) {
        var life = lives.get(id);
        if (!life.wasSeen() && answer == CancelAnswer.UNKNOWN) {
            return;
        }
        var right = switch (life.state()) {
            case SCHEDULED, READY, WAITING, CANCELLED -> CancelAnswer.CANCELLED;
            case RUNNING -> CancelAnswer.RUNNING;
            case SUCCEEDED, DEAD -> CancelAnswer.ENDED;
        };
        if (answer != right) {
            throw new Violation(life + " is " + life.state() + ", and a cancel was answered " + answer);
        }
        if (answer == CancelAnswer.CANCELLED) {
            life.cancelled();
            lives.moved(life);
            lives.called();
        } else if (answer == CancelAnswer.RUNNING) {
            life.calledOff();
        }
        lives.look(life);
    }

    void revived(JobId id, ReviveAnswer answer) {
        var life = lives.get(id);
        if (!life.wasSeen() && answer == ReviveAnswer.UNKNOWN) {
            return;
        }
        var right = life.state() == JobState.DEAD ? lives.rightRevives(life) : Set.of(ReviveAnswer.NOT_DEAD);
        if (!right.contains(answer)) {
            throw new Violation(life + " is " + life.state() + ", and a revive was answered " + answer);
        }
        if (answer == ReviveAnswer.REVIVED) {
            lives.revived(life);
        }
        lives.look(life);
    }

    void edited(JobId id, Edit edit, EditAnswer answer) {
        var life = lives.get(id);
        if (!life.wasSeen() && answer == EditAnswer.UNKNOWN) {
            return;
        }
        var right = switch (life.state()) {
            case SCHEDULED, READY, WAITING -> EditAnswer.EDITED;
            case RUNNING -> EditAnswer.RUNNING;
            case SUCCEEDED, DEAD, CANCELLED -> EditAnswer.ENDED;
        };
        if (answer != right) {
            throw new Violation(life + " is " + life.state() + ", and an edit was answered " + answer);
        }
        life.edited(edit, store.now());
        lives.look(life);
    }

    void purged(String queue, int count) {
        var purged = lives.such(
                life -> life.queue().equals(queue) && waits(life.id()) && lives.shown(life) == JobState.CANCELLED);
        if (purged.size() != count) {
            throw new Violation(count + " jobs were purged from queue " + queue + ", cancelled are " + purged);
        }
        for (var life : purged) {
            life.cancelled();
            lives.moved(life);
        }
        lives.called();
    }

    /** Whether it waits, so that a cancel or an edit moves it. */
    boolean waits(JobId id) {
        var state = lives.get(id).state();
        return !state.ended() && state != JobState.RUNNING;
    }

    boolean mayRevive(JobId id) {
        return lives.get(id).state() == JobState.DEAD;
    }
}
