package dev.windlass.store;

import dev.windlass.task.Content;
import dev.windlass.task.Due;
import dev.windlass.task.Given;
import dev.windlass.task.Lane;
import java.util.Optional;

/**
 * What is to be different about a job that waits; what is empty stays as it is.
 *
 * @param due when the job is to become READY: counted from the edit. It moves a job that is READY already only if it lies ahead
 */
public record Edit(Optional<Content> payload, Optional<Lane> lane, Optional<Due> due) {
    /** Changes nothing. */
    public static final Edit NOTHING = new Edit(Optional.empty(), Optional.empty(), Optional.empty());

    public Edit withPayload(Content other) {
        return new Edit(Optional.of(Given.to("an edit", "a payload", other)), lane, due);
    }

    public Edit withLane(Lane other) {
        return new Edit(payload, Optional.of(Given.to("an edit", "a lane", other)), due);
    }

    public Edit withDue(Due other) {
        return new Edit(payload, lane, Optional.of(Given.to("an edit", "a due time", other)));
    }
}
