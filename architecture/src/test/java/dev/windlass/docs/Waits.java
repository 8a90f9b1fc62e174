package dev.windlass.docs;

import static dev.windlass.docs.Given.DELAY;
import static dev.windlass.docs.WaitScene.IN_TIME;
import static dev.windlass.docs.WaitScene.UNDER_A_LIMIT;
import static dev.windlass.docs.WaitScene.UNDER_A_RATE;
import static java.util.Map.entry;

import dev.windlass.store.Then;
import dev.windlass.task.Due;
import dev.windlass.task.Outcome;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What the rows of the table of what waits mean, by name. */
final class Waits {
    static final Map<String, UnaryOperator<WaitScene>> BY_NAME = Map.ofEntries(
            entry("accepted under a limit", scene -> scene.accept(Due.NOW, UNDER_A_LIMIT)),
            entry("accepted under a rate", scene -> scene.accept(Due.NOW, UNDER_A_RATE)),
            entry("accepted for later under a limit", scene -> scene.accept(Due.in(DELAY), UNDER_A_LIMIT)),
            entry(
                    "that time has come",
                    scene -> scene.accept(Due.in(DELAY), UNDER_A_LIMIT).pass(DELAY)),
            entry("its limits let it pass", Waits::granted),
            entry(
                    "its queue is paused before it is claimed",
                    scene -> granted(scene).pause().grant()),
            entry("a retry under a limit", scene -> granted(scene).end(Given.later(Outcome.FAILED))),
            entry(
                    "given back under a limit",
                    scene -> granted(scene).end(new Then.Release(Given.ended(Outcome.RELEASED)))),
            entry(
                    "given back under a rate after its start",
                    scene -> scene.accept(Due.NOW, UNDER_A_RATE)
                            .grant()
                            .end(new Then.Release(Given.ended(Outcome.RELEASED)))),
            entry(
                    "revived under a limit",
                    scene -> granted(scene).end(Given.die(Outcome.FATAL)).revive()),
            entry(
                    "edited to a later time while it waits for a key",
                    scene -> scene.accept(Due.NOW, UNDER_A_LIMIT).edit(DELAY)),
            entry(
                    "edited to a later time while it is READY",
                    scene -> granted(scene).edit(DELAY)),
            entry("parked", Waits::parked),
            entry(
                    "edited to a later time while it is parked",
                    scene -> parked(scene).edit(DELAY)),
            entry(
                    "taken up by a worker that can perform it",
                    scene -> parked(scene).claimParked()),
            entry(
                    "expired while it is SCHEDULED",
                    scene ->
                            scene.accept(Due.in(DELAY.multipliedBy(2)), IN_TIME).expire()),
            entry(
                    "expired while it is READY",
                    scene -> scene.accept(Due.NOW, IN_TIME).expire()),
            entry(
                    "expired while it waits for a key",
                    scene -> scene.accept(Due.NOW, UNDER_A_LIMIT.withExpires(Due.in(DELAY)))
                            .expire()),
            entry(
                    "expired while it is parked",
                    scene -> park(scene.accept(Due.NOW, IN_TIME)).expire()),
            entry(
                    "too late, but it has started before",
                    scene -> scene.accept(Due.NOW, IN_TIME)
                            .end(Given.later(Outcome.FAILED))
                            .expire()));

    private Waits() {}

    /** What becomes of a job by this row. */
    static String shown(String name, WaitScene scene) {
        return Optional.ofNullable(BY_NAME.get(name))
                .map(steps -> steps.apply(scene).shown())
                .orElse("no such row");
    }

    private static WaitScene granted(WaitScene scene) {
        return scene.accept(Due.NOW, UNDER_A_LIMIT).grant();
    }

    private static WaitScene parked(WaitScene scene) {
        return park(granted(scene));
    }

    private static WaitScene park(WaitScene scene) {
        return scene.end(new Then.Park(Scene.unstarted()));
    }
}
