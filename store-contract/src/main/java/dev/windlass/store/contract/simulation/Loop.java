package dev.windlass.store.contract.simulation;

import static dev.windlass.store.contract.simulation.World.MILLI;

import dev.windlass.engine.Duty;
import dev.windlass.engine.Next;

/** Calls one duty again and again, as a thread of the runtime does. */
final class Loop {
    /** A hint takes up to this long: what it races with must sometimes win. */
    private static final long HINT = MILLI;

    private static final long TURN = MILLI / 5;

    private final Agenda agenda;
    private final SimulatedProcess process;
    private final Duty duty;
    private final Dice dice;
    private Agenda.Event next;
    private boolean busy;
    private boolean woken;
    private boolean firm;
    private boolean stopped;

    Loop(Agenda agenda, SimulatedProcess process, Duty duty, Dice dice) {
        this.agenda = agenda;
        this.process = process;
        this.duty = duty;
        this.dice = dice;
        this.next = turnIn(dice.between(0, 50 * MILLI));
    }

    /** Cuts the present wait short, or the next one if the duty is at work. */
    void wake() {
        if (busy) {
            woken = true;
        } else if (!firm && next.at() > agenda.now() + HINT) {
            next.callOff();
            next = turnIn(dice.between(0, HINT));
        }
    }

    void stop() {
        stopped = true;
    }

    private Agenda.Event turnIn(long nanos) {
        return agenda.in(nanos, process, this::turn);
    }

    private void turn() {
        if (stopped) {
            return;
        }
        busy = true;
        woken = false;
        Next answer;
        try {
            answer = duty.run();
        } finally {
            busy = false;
        }
        firm = answer.patience() == Next.Patience.FIRM;
        var wait = woken && !firm ? 0 : answer.after().toNanos();
        next = turnIn(wait + dice.between(TURN / 10, TURN));
    }
}
