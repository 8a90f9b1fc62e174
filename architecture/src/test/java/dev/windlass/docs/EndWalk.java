package dev.windlass.docs;

import static dev.windlass.docs.Given.KEEP;

import dev.windlass.store.Commit;
import dev.windlass.store.Ended;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.Store;
import dev.windlass.store.StoreClock;
import dev.windlass.store.Then;
import dev.windlass.task.DeadReason;
import dev.windlass.task.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Tries each row of the table of commits: what the holder of a lease writes, and what becomes of the job and of its counts. */
final class EndWalk {
    private final Document page;
    private final Function<StoreClock, Store> open;

    EndWalk(Document page, Function<StoreClock, Store> open) {
        this.page = page;
        this.open = open;
    }

    /** The rows that are not true. */
    List<String> untrue() {
        var complaints = new ArrayList<String>();
        for (var row : page.table("the holder commits").rows()) {
            var said = row.cells().subList(2, row.cells().size());
            var done = tryOut(row.first(), row.cells().get(1));
            if (!said.equals(done)) {
                complaints.add(page.complaint(row.line(), row.first() + " says " + said + ", the store does " + done));
            }
        }
        return complaints;
    }

    /** The state, then failures, losses and releases. */
    private List<String> tryOut(String then, String ended) {
        var scene = Scene.storied(open);
        var lease = scene.claimed().key();
        var before = scene.job().orElseThrow().tally();
        scene.send(commit(lease, then, ended));
        var job = scene.job().orElseThrow();
        return List.of(
                "**" + job.state() + "**",
                change(before.failures(), job.tally().failures()),
                change(before.losses(), job.tally().losses()),
                change(before.releases(), job.tally().releases()));
    }

    private static String change(int before, int after) {
        if (after == before) {
            return "kept";
        }
        return after == before + 1 ? "+1" : String.valueOf(after);
    }

    private static Commit commit(LeaseKey lease, String then, String ended) {
        return then.equals("`GoOn`") ? Scene.checkpoint(lease) : Commit.end(lease, end(then, ended(ended)));
    }

    private static Ended ended(String outcome) {
        return outcome.equals("RELEASED, not started") ? Scene.unstarted() : Given.ended(Outcome.valueOf(outcome));
    }

    private static Then end(String then, Ended ended) {
        return switch (then) {
            case "`Succeed`" -> new Then.Succeed(ended, Given.RESULT, KEEP);
            case "`Die`" -> new Then.Die(ended, DeadReason.FATAL, KEEP);
            case "`Cancel`" -> new Then.Cancel(ended, KEEP);
            case "`Later`" -> new Then.Later(ended, Given.DELAY);
            case "`Again`" -> new Then.Again(ended);
            case "`Park`" -> new Then.Park(ended);
            case "`Release`" -> new Then.Release(ended);
            default -> throw new AssertionError("no commit is called " + then);
        };
    }
}
