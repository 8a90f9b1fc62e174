package dev.windlass.store.contract.simulation;

import dev.windlass.store.Exchange;
import dev.windlass.store.Lease;
import dev.windlass.store.Store;
import dev.windlass.store.contract.ForwardingStore;
import dev.windlass.task.Terms;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A store as a worker sees it that reads over a part of the leases it is given. */
final class HalfReadLeases extends ForwardingStore {
    private final UnaryOperator<Lease> read;

    private HalfReadLeases(Store correct, UnaryOperator<Lease> read) {
        super(correct);
        this.read = read;
    }

    /** Attempts may run for as long as they like. */
    static Store withoutTimeouts(Store store) {
        return new HalfReadLeases(store, lease -> copy(lease, endless(lease.terms()), lease.condition()));
    }

    /** Jobs that should have started by now are taken for any others. */
    static Store withoutExpiry(Store store) {
        return new HalfReadLeases(store, lease -> copy(lease, lease.terms(), Lease.Condition.SOUND));
    }

    @Override
    public Exchange.Answer exchange(Exchange.Ask ask) {
        var answer = correct.leases().exchange(ask);
        return new Exchange.Answer(
                answer.answers(),
                answer.holder(),
                answer.claimed().stream().map(read).toList(),
                answer.suspects(),
                answer.next());
    }

    private static Terms endless(Terms terms) {
        return new Terms(
                terms.unique(), terms.limits(), terms.headers(), terms.tags(), Optional.empty(), terms.expires());
    }

    private static Lease copy(Lease lease, Terms terms, Lease.Condition condition) {
        return new Lease(
                lease.key(),
                lease.task(),
                lease.queue(),
                lease.lane(),
                lease.tally(),
                lease.suspect(),
                lease.age(),
                lease.waited(),
                lease.payload(),
                lease.checkpoint(),
                terms,
                condition);
    }
}
