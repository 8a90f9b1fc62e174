package dev.windlass.engine;

import dev.windlass.store.GrantPlan;
import dev.windlass.store.Granted;
import dev.windlass.store.LimitStore;
import dev.windlass.task.Queue;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Lets jobs pass their limits, for the queues that its worker takes and only as far ahead as that worker can run soon: a permit that
 * nobody uses keeps others waiting for nothing.
 *
 * <p>A hint calls it when a job with limits was accepted, claimed or has ended. Otherwise it looks again at the time of the next token,
 * often while jobs pass, and rarely while none does.
 */
public final class Granter implements Duty {
    private static final int BATCH = 500;

    /** How many times its slots a worker has granted jobs standing before it: one round runs, the next one waits. */
    private static final int ROUNDS_AHEAD = 2;

    private static final Duration BUSY = Duration.ofMillis(200);
    private static final Duration IDLE = Duration.ofSeconds(1);

    private final LimitStore store;
    private final Membership membership;
    private final Rules rules;
    private final Hints hints;
    private final int ahead;

    Granter(LimitStore store, WorkerParts parts) {
        this.store = store;
        this.membership = parts.membership();
        this.rules = parts.rules();
        this.hints = parts.hints();
        this.ahead = parts.settings().slots() * ROUNDS_AHEAD;
    }

    @Override
    public Next run() {
        if (!membership.joined()) {
            return Next.after(BUSY);
        }
        var granted = store.grant(new GrantPlan(ahead(), BATCH));
        if (granted.count() > 0) {
            hints.claiming();
        }
        return granted.more() ? Next.now() : Next.after(wait(granted));
    }

    private Map<String, Integer> ahead() {
        return rules.served().stream().collect(Collectors.toMap(Queue::name, queue -> ahead));
    }

    private static Duration wait(Granted granted) {
        var longest = granted.count() > 0 ? BUSY : IDLE;
        return granted.next().filter(next -> next.compareTo(longest) < 0).orElse(longest);
    }
}
