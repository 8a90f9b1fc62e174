package dev.windlass.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lets suspects run alone in their process: jobs that took their workers down twice in a row. One for all workers of a process,
 * which would all go down together.
 *
 * <pre>
 * OPEN ──a suspect stands ready──▶ MAKING_ROOM ──a free slot──▶ EMPTYING ──idle, or patience over──▶ INVITING
 *   ▲                                                              │                                    │
 *   │◀──────────────── a claim elsewhere gets no answer ───────────┘                     none came      │ claimed
 *   │◀──────────────────────────────────────────────────────────────────────────────────────────────────┤
 *   └──────────── the suspect ended ──────────── BESIDE ◀──30 s── ALONE ◀───────────────────────────────┘
 * </pre>
 *
 * The worker that saw the suspect is its host. While EMPTYING, INVITING and ALONE no other worker claims, and from INVITING on
 * no slot of the process starts anything but the suspect. A host that may not claim any more, since its row has ended, goes
 * back to MAKING_ROOM. A suspect is never prefetched, its claim is its start. After each
 * suspect every worker has a turn at ordinary claims first, so that a heap of suspects cannot shut out their neighbours.
 *
 * <p>Safe for all threads; hints are given outside its monitor.
 */
public final class Isolation {
    /** How long an exchange of another worker may take before its host gives way: it may hang, and must not hold up all others. */
    private static final Duration LONGEST_CLAIM = Duration.ofSeconds(10);

    /** What a Claimer may do now. */
    enum Stance {
        /** Claim ordinary jobs. */
        OPEN,
        /** Claim nothing. */
        CLOSED,
        /** Claim one suspect. */
        INVITING
    }

    private enum State {
        OPEN,
        MAKING_ROOM,
        EMPTYING,
        INVITING,
        ALONE,
        BESIDE
    }

    /** How a worker stands: whether it could start a suspect at once, holds nothing at all, and runs a suspect. */
    record Standing(boolean roomy, boolean idle, boolean suspectRuns) {
        private static final Standing NEW = new Standing(false, true, false);
        private static final Standing WITH_SUSPECT = new Standing(false, false, true);
    }

    private final Duration patience;
    private final Duration alone;
    private final Ticker ticker;
    private final Hints hints;
    private final List<Member> members = new ArrayList<>();

    private volatile State state = State.OPEN;
    private Optional<Member> host = Optional.empty();
    private long since;

    public Isolation(Settings settings, Ticker ticker, Hints hints) {
        this.patience = settings.suspicion().patience();
        this.alone = settings.suspicion().alone();
        this.ticker = ticker;
        this.hints = hints;
    }

    /** One more worker of this process takes part. */
    synchronized Member member() {
        var member = new Member();
        members.add(member);
        return member;
    }

    /** Whether a slot may begin nothing but a suspect: one is invited or has just begun. */
    boolean startsOnlySuspects() {
        var now = state;
        return now == State.INVITING || now == State.ALONE;
    }

    /** A worker's part in it. Its Claimer's thread calls; what it remembers is guarded by the isolation's monitor. */
    final class Member {
        private Standing standing = Standing.NEW;
        private boolean claiming;
        private boolean owedATurn;
        private String queue = "";

        /** What this worker may do until it asks again, given how it stands. */
        Stance stance(Standing now) {
            return Isolation.this.stance(this, now);
        }

        /** An ordinary claim was answered, and this is where suspects stand ready. */
        void seen(List<String> queues) {
            synchronized (Isolation.this) {
                if (state == State.OPEN && !queues.isEmpty() && members.stream().noneMatch(each -> each.owedATurn)) {
                    queue = queues.get(0);
                    host = Optional.of(this);
                    enter(State.MAKING_ROOM);
                }
            }
        }

        /** Whether this worker's becoming idle is waited for. */
        boolean isEmptying() {
            synchronized (Isolation.this) {
                return state == State.EMPTYING || (state == State.MAKING_ROOM && hosts(this));
            }
        }

        /** The claim of a suspect was answered. */
        void invited(boolean came) {
            synchronized (Isolation.this) {
                if (came) {
                    standing = Standing.WITH_SUSPECT;
                    enter(State.ALONE);
                } else {
                    open();
                }
            }
            hint();
        }

        /** The queue whose suspect is invited. */
        String queue() {
            return queue;
        }
    }

    private Stance stance(Member member, Standing now) {
        Stance stance;
        boolean moved;
        synchronized (this) {
            var before = state;
            comesBack(member, now);
            advance();
            stance = stanceOf(member);
            // From now on, until it asks again, a claim of it may be under way.
            member.claiming = stance == Stance.OPEN;
            moved = state != before;
        }
        if (moved) {
            hint();
        }
        return stance;
    }

    private void comesBack(Member member, Standing now) {
        if (member.claiming) {
            member.claiming = false;
            member.owedATurn = false;
            // What its claim has brought has only begun: the patience is for that as well.
            since = state == State.EMPTYING ? ticker.nanos() : since;
        }
        member.standing = now;
    }

    private void advance() {
        switch (state) {
            case OPEN -> {}
            case MAKING_ROOM -> {
                if (hostStands().roomy()) {
                    enter(State.EMPTYING);
                    empty();
                }
            }
            case EMPTYING -> empty();
            case INVITING -> {
                // Its row has ended, or it stops: the others need not wait for what it cannot claim.
                if (!hostStands().roomy()) {
                    enter(State.MAKING_ROOM);
                }
            }
            case ALONE, BESIDE -> accompany();
        }
    }

    private void empty() {
        if (members.stream().anyMatch(member -> member.claiming)) {
            if (passed(LONGEST_CLAIM)) {
                open();
            }
        } else if (passed(patience) || members.stream().allMatch(member -> member.standing.idle())) {
            enter(State.INVITING);
        }
    }

    private void accompany() {
        if (!hostStands().suspectRuns()) {
            open();
        } else if (state == State.ALONE && passed(alone)) {
            enter(State.BESIDE);
        }
    }

    private Stance stanceOf(Member member) {
        return switch (state) {
            case OPEN, BESIDE -> Stance.OPEN;
            case MAKING_ROOM -> hosts(member) ? Stance.CLOSED : Stance.OPEN;
            case EMPTYING, ALONE -> Stance.CLOSED;
            case INVITING -> hosts(member) ? Stance.INVITING : Stance.CLOSED;
        };
    }

    private boolean hosts(Member member) {
        return host.filter(member::equals).isPresent();
    }

    private Standing hostStands() {
        return host.orElseThrow().standing;
    }

    private void open() {
        members.forEach(member -> member.owedATurn = true);
        host = Optional.empty();
        enter(State.OPEN);
    }

    private boolean passed(Duration length) {
        return ticker.since(since).compareTo(length) >= 0;
    }

    private void enter(State next) {
        state = next;
        since = ticker.nanos();
    }

    /** Others may claim now, or are asked to stop claiming; and slots may begin what they had to leave. */
    private void hint() {
        hints.claiming();
        hints.running();
    }
}
