package dev.windlass.store.contract.simulation;

import dev.windlass.store.Attempt;
import dev.windlass.task.JobState;
import dev.windlass.task.Outcome;
import java.util.List;

/** The history of a job as its calls must have made it. */
final class Histories {
    private Histories() {}

    /** Every attempt is there, in order, and one of them succeeded if the job did. */
    static void compare(JobLife life, List<Attempt> history) {
        var successes = history.stream()
                .filter(attempt -> attempt.outcome() == Outcome.SUCCEEDED)
                .count();
        var fences = history.stream().map(Attempt::fence).toList();
        if (history.size() != life.endings()) {
            throw new Violation(life + " had " + life.endings() + " attempts, its history shows " + history);
        }
        if (successes != (life.state() == JobState.SUCCEEDED ? 1 : 0)) {
            throw new Violation(life + " is " + life.state() + " with " + successes + " successes");
        }
        if (!fences.equals(fences.stream().sorted().distinct().toList())) {
            throw new Violation(life + " has a history out of order: " + fences);
        }
    }
}
