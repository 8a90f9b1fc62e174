package dev.windlass.docs;

import dev.windlass.store.Ended;
import dev.windlass.store.NewJob;
import dev.windlass.store.Then;
import dev.windlass.task.Content;
import dev.windlass.task.DeadReason;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.Lane;
import dev.windlass.task.Outcome;
import java.time.Duration;
import java.util.Optional;

/** The values that a scene is made of. */
final class Given {
    static final JobId ID = JobId.parse("01890a5d-ac96-774b-bcce-b302099a8057");
    static final String QUEUE = "default";
    static final String TASK = "mail.welcome";
    static final Content RESULT = Content.json("\"done\"");

    /** The shortest time of keeping. */
    static final Duration KEEP = Duration.ofHours(1);

    static final Duration DELAY = Duration.ofMinutes(1);

    private Given() {}

    static NewJob job(Due due) {
        return new NewJob(ID, TASK, QUEUE, Lane.NORMAL, due, Content.json("{\"user\":42}"), Optional.empty());
    }

    /** An attempt that had called the task. */
    static Ended ended(Outcome outcome) {
        var span = new Ended.Span(Duration.ZERO, Duration.ofMillis(5));
        return new Ended(outcome, Optional.of(span), Optional.empty());
    }

    static Then later(Outcome outcome) {
        return new Then.Later(ended(outcome), DELAY);
    }

    static Then die(Outcome outcome) {
        return new Then.Die(ended(outcome), DeadReason.FATAL, KEEP);
    }
}
