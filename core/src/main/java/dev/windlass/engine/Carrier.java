package dev.windlass.engine;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Exchange;
import dev.windlass.store.LeaseStore;
import dev.windlass.store.ProgramLog;
import dev.windlass.store.StoreException;
import dev.windlass.store.Then;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Carries an exchange to the store, and in pieces where the store breaks on the whole: one outcome that it cannot digest must not
 * hold up all others of its worker for ever. Used by one thread at a time.
 */
final class Carrier {
    private static final ProgramLog LOG = ProgramLog.of(Carrier.class);

    private final LeaseStore store;
    private final Verdicts verdicts;
    private final List<Piece> pieces = new ArrayList<>();
    private boolean inPieces;

    Carrier(LeaseStore store, Verdicts verdicts) {
        this.store = store;
        this.verdicts = verdicts;
    }

    /** What the store answered, and the outcomes it answered to: those that were carried, or what was committed in their place. */
    record Delivery(List<Finisher.Outgoing> outcomes, Exchange.Answer answer) {}

    private record Piece(Finisher.Outgoing outcome, CommitAnswer answer) {}

    /**
     * Takes the exchange one call further, and answers once all of it is delivered. Until then it is to be carried again as it is,
     * also after an exception.
     */
    Optional<Delivery> carry(Exchange.Ask ask, List<Finisher.Outgoing> outcomes) {
        try {
            var delivery = inPieces ? further(ask, outcomes) : Optional.of(new Delivery(outcomes, store.exchange(ask)));
            if (delivery.isPresent()) {
                inPieces = false;
                pieces.clear();
            }
            return delivery;
        } catch (RuntimeException e) {
            inPieces |= StoreException.concernsCall(e) && !outcomes.isEmpty();
            throw e;
        }
    }

    /** Each outcome in a call of its own, and the claim in the last. */
    private Optional<Delivery> further(Exchange.Ask ask, List<Finisher.Outgoing> outcomes) {
        if (pieces.size() < outcomes.size()) {
            pieces.add(alone(ask, outcomes.get(pieces.size())));
            return Optional.empty();
        }
        var claim = store.exchange(new Exchange.Ask(ask.worker(), ask.claimNumber(), List.of(), ask.plan()));
        var answers = pieces.stream().map(Piece::answer).toList();
        return Optional.of(new Delivery(
                pieces.stream().map(Piece::outcome).toList(),
                new Exchange.Answer(answers, claim.holder(), claim.claimed(), claim.suspects(), claim.next())));
    }

    private Piece alone(Exchange.Ask ask, Finisher.Outgoing outcome) {
        try {
            return commit(ask, outcome);
        } catch (RuntimeException e) {
            if (!StoreException.concernsCall(e) || !(outcome.commit().then() instanceof Then.End end)) {
                throw e;
            }
            var failed = Commit.end(outcome.lease().key(), verdicts.indigestible(outcome.lease(), end, e));
            var piece = instead(ask, new Finisher.Outgoing(outcome.lease(), failed), e);
            LOG.error(
                    "the store cannot digest an outcome, the attempt counts as failed: job={} task={}",
                    outcome.lease().key().job(),
                    outcome.lease().task(),
                    e);
            return piece;
        }
    }

    private Piece instead(Exchange.Ask ask, Finisher.Outgoing outcome, RuntimeException reason) {
        try {
            return commit(ask, outcome);
        } catch (RuntimeException e) {
            // It takes nothing else either: so the fault is not the outcome's, and it is kept until the store is well.
            reason.addSuppressed(e);
            throw reason;
        }
    }

    /** Under the number before the exchange's own: so nothing is claimed, and the claim can still be made. */
    private Piece commit(Exchange.Ask ask, Finisher.Outgoing outcome) {
        var answer = store.exchange(
                new Exchange.Ask(ask.worker(), ask.claimNumber() - 1, List.of(outcome.commit()), ClaimPlan.NOTHING));
        return new Piece(outcome, answer.answers().get(0));
    }
}
