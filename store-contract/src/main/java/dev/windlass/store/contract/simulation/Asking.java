package dev.windlass.store.contract.simulation;

/** A question that a worker asks the store again and again, and what kept it from being answered. In virtual time. */
final class Asking {
    private static final long NEVER = -1;

    private final Agenda agenda;
    private long heard = NEVER;
    private long troubled = NEVER;
    private boolean open;

    Asking(Agenda agenda) {
        this.agenda = agenda;
    }

    long now() {
        return agenda.now();
    }

    /** It asks. Until it is answered it cannot know better. */
    void ask() {
        open = true;
        troubled = now();
    }

    /** It was answered what held at {@code then}. An answer that took no time leaves nothing that was in the way. */
    void heard(long then) {
        heard = then;
        troubled = troubled == now() && then == now() ? NEVER : now();
        open = false;
    }

    /** Whether an answer has told what held after this time: of two things at the same time either may have been first. */
    boolean hasHeard(long then) {
        return heard > then;
    }

    /** Whether a question was on its way for a while, or got no answer, at this time or later. */
    boolean wasTroubled(long then) {
        return open || troubled >= then;
    }
}
