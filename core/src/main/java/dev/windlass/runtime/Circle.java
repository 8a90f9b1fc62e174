package dev.windlass.runtime;

import dev.windlass.engine.Duty;
import dev.windlass.engine.Next;
import dev.windlass.engine.Ticker;
import dev.windlass.store.ProgramLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Several duties that share a thread: each is called when its own time has come, and those whose wait a hint may cut short also
 * after a hint. As a duty itself it has one caller at a time; {@link #hint} may be called by any thread.
 */
final class Circle implements Duty {
    private static final ProgramLog LOG = ProgramLog.of(Circle.class);

    private final Ticker ticker;
    private final List<Member> members = new ArrayList<>();
    private final AtomicBoolean hinted = new AtomicBoolean();

    private static final class Member {
        final Duty duty;
        long due;
        boolean firm;

        Member(Duty duty, long due) {
            this.duty = duty;
            this.due = due;
        }
    }

    Circle(List<Duty> duties, Ticker ticker) {
        this.ticker = ticker;
        duties.forEach(duty -> members.add(new Member(duty, ticker.nanos())));
    }

    void hint() {
        hinted.set(true);
    }

    @Override
    public Next run() {
        // Read and cleared in one step: a hint that came between the two would be lost.
        var wanted = hinted.getAndSet(false);
        for (var member : members) {
            if ((wanted && !member.firm) || ticker.nanos() - member.due >= 0) {
                call(member);
            }
        }
        var soonest = members.stream()
                .mapToLong(member -> member.due - ticker.nanos())
                .min()
                .orElse(Long.MAX_VALUE);
        return soonest <= 0 ? Next.now() : Next.after(Duration.ofNanos(soonest));
    }

    private void call(Member member) {
        var next = turn(member);
        member.due = ticker.nanos() + next.after().toNanos();
        member.firm = next.patience() == Next.Patience.FIRM;
    }

    /** One duty that breaks must not keep the others of its thread from their turns. */
    private static Next turn(Member member) {
        try {
            return member.duty.run();
        } catch (RuntimeException | Error e) {
            LOG.error("a duty broke, it goes on", e);
            return Next.notBefore(DutyThread.AFTER_A_BUG);
        }
    }
}
