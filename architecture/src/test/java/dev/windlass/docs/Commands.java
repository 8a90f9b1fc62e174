package dev.windlass.docs;

import static dev.windlass.docs.Given.DELAY;
import static dev.windlass.docs.Given.KEEP;
import static java.util.Map.entry;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Edit;
import dev.windlass.store.RescuePlan.Scope;
import dev.windlass.store.Then;
import dev.windlass.task.Due;
import dev.windlass.task.Outcome;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the rows of the first table in {@code docs/states.md} mean, by name. A command answers what the caller is told, as one word,
 * or nothing where the caller is told nothing about a single job.
 */
final class Commands {
    private static final String SILENT = "";

    static final Map<String, Function<Scene, String>> BY_NAME = Map.ofEntries(
            entry("accept, due now", scene -> accept(scene, Due.NOW)),
            entry("accept, due later", scene -> accept(scene, Due.in(DELAY))),
            entry("promote, its time has come", Commands::promoteWhenDue),
            entry("promote, before its time", Commands::promote),
            entry("claim", Commands::claim),
            entry("claim of what is parked", Commands::claimParked),
            entry("cancel", Commands::cancel),
            entry("purge of its queue", Commands::purge),
            entry("edit, another payload", scene -> edit(scene, Edit.NOTHING.withPayload(Given.RESULT))),
            entry("edit, a later time", scene -> edit(scene, Edit.NOTHING.withDue(Due.in(DELAY.multipliedBy(2))))),
            entry("revive", Commands::revive),
            entry("rescue, its holder lives", scene -> rescue(scene, Scope.EXPIRED, 5)),
            entry("rescue, its holder has left", Commands::rescueAfterLeaving),
            entry("rescue, its holder's time is up", scene -> rescueAfterExpiry(scene, 5)),
            entry("rescue, one loss too many", scene -> rescueAfterExpiry(scene, 1)),
            entry("commit or extend under a lost lease", Commands::commitUnderLostLease),
            entry("the same end again", scene -> scene.send(scene.accepted()).name()),
            entry("prune, its time of keeping is over", Commands::pruneLate),
            entry("prune, before that", Commands::prune));

    private Commands() {}

    private static String accept(Scene scene, Due due) {
        scene.accept(due);
        return SILENT;
    }

    private static String promote(Scene scene) {
        scene.store().upkeep().promote(10);
        return SILENT;
    }

    private static String promoteWhenDue(Scene scene) {
        scene.advance(DELAY);
        return promote(scene);
    }

    private static String claim(Scene scene) {
        scene.claim();
        return SILENT;
    }

    private static String claimParked(Scene scene) {
        scene.claim(ClaimPlan.Kind.PARKED);
        return SILENT;
    }

    private static String cancel(Scene scene) {
        return scene.store().jobs().cancel(Given.ID, KEEP).name();
    }

    private static String purge(Scene scene) {
        scene.store().queues().purge(Given.QUEUE, 10, KEEP);
        return SILENT;
    }

    private static String edit(Scene scene, Edit edit) {
        return scene.store().jobs().edit(Given.ID, edit).name();
    }

    private static String revive(Scene scene) {
        return scene.store().jobs().revive(Given.ID).name();
    }

    private static String rescue(Scene scene, Scope scope, int mostLosses) {
        scene.rescue(scope, mostLosses);
        return SILENT;
    }

    private static String rescueAfterLeaving(Scene scene) {
        scene.holderLeaves();
        return rescue(scene, Scope.ENDED, 5);
    }

    private static String rescueAfterExpiry(Scene scene, int mostLosses) {
        scene.holderExpires();
        return rescue(scene, Scope.EXPIRED, mostLosses);
    }

    /** All of them, and the one word that they have in common. */
    private static String commitUnderLostLease(Scene scene) {
        var lease = scene.lost();
        var commits = List.of(
                Scene.checkpoint(lease),
                Commit.end(lease, new Then.Succeed(Given.ended(Outcome.SUCCEEDED), Given.RESULT, KEEP)),
                Commit.end(lease, Given.die(Outcome.FATAL)),
                Commit.end(lease, new Then.Cancel(Given.ended(Outcome.CANCELLED), KEEP)),
                Commit.end(lease, Given.later(Outcome.FAILED)),
                Commit.end(lease, new Then.Again(Given.ended(Outcome.SLICED))),
                Commit.end(lease, new Then.Park(Scene.unstarted())),
                Commit.end(lease, new Then.Release(Scene.unstarted())));
        var answers = commits.stream().map(scene::send).collect(Collectors.toSet());
        answers.add(scene.store().leases().extend(lease, DELAY));
        return answers.stream().map(CommitAnswer::name).sorted().collect(Collectors.joining(" "));
    }

    private static String prune(Scene scene) {
        scene.store().upkeep().prune(10);
        return SILENT;
    }

    private static String pruneLate(Scene scene) {
        scene.advance(KEEP.multipliedBy(2));
        return prune(scene);
    }
}
