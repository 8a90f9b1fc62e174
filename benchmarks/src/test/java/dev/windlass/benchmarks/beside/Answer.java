package dev.windlass.benchmarks.beside;

import dev.windlass.store.Audited;
import dev.windlass.store.Exchange;
import dev.windlass.store.Lease;
import dev.windlass.store.LimitAudit;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a store answered to a call: a value, or what it threw. */
record Answer(@Nullable Object value, @Nullable Throwable thrown) {
    /** Calls whose answers are lists in an order that the contract leaves to the store. */
    private static final Set<String> IN_ANY_ORDER = Set.of("held", "cancels", "rescue", "expire");

    static Answer of(@Nullable Object value) {
        return new Answer(value, null);
    }

    static Answer thrown(Throwable what) {
        return new Answer(null, what);
    }

    /** Whether both answer the same call alike, but for what a store may choose. */
    boolean isLike(Answer other, String method) {
        return Objects.equals(meaning(method), other.meaning(method));
    }

    private @Nullable Object meaning(String method) {
        if (thrown != null) {
            return thrown.toString();
        }
        if (value instanceof List<?> list && IN_ANY_ORDER.contains(method)) {
            return howOften(list);
        }
        if (value instanceof Exchange.Answer answer) {
            return Plain.of(List.of(
                    answer.answers(), answer.holder(), claimed(answer), howOften(answer.suspects()), answer.next()));
        }
        // How far an audit has come is its own affair; what it heals in these seeds is a bug of its store.
        if (value instanceof Audited audited) {
            return Plain.of(audited.repairs());
        }
        return Plain.of(value instanceof LimitAudit audit ? audit.repaired() : value);
    }

    /**
     * Whether two claims have taken different jobs that became ready at the same instant, in one call: which of those stands before the
     * other in its lane is the store's to choose, be they rescued or granted.
     */
    boolean hasTakenOthers(Answer other) {
        return value instanceof Exchange.Answer mine
                && other.value instanceof Exchange.Answer theirs
                && mine.answers().equals(theirs.answers())
                && mine.holder() == theirs.holder()
                && places(mine).equals(places(theirs));
    }

    private static List<Object> places(Exchange.Answer answer) {
        return answer.claimed().stream()
                .<Object>map(lease -> List.of(lease.queue(), lease.lane(), lease.suspect(), lease.waited()))
                .toList();
    }

    /** Of a claim that is asked for again no order is promised. */
    private static List<Lease> claimed(Exchange.Answer answer) {
        var leases = answer.claimed().stream().map(Answer::known);
        var isAgain = answer.claimed().stream().anyMatch(lease -> lease.waited().isEmpty());
        return isAgain
                ? leases.sorted(Comparator.comparing(lease -> lease.key().job()))
                        .toList()
                : leases.toList();
    }

    /** A lease that is asked for again: its age is that of the first answer with one store, and of this one with another. */
    private static Lease known(Lease lease) {
        return lease.waited().isPresent()
                ? lease
                : new Lease(
                        lease.key(),
                        lease.task(),
                        lease.queue(),
                        lease.lane(),
                        lease.tally(),
                        lease.suspect(),
                        Duration.ZERO,
                        lease.waited(),
                        lease.payload(),
                        lease.checkpoint(),
                        lease.terms(),
                        lease.condition());
    }

    private static Object howOften(Collection<?> all) {
        return all.stream().collect(Collectors.groupingBy(Plain::of, Collectors.counting()));
    }

    /** The value, or what was thrown is thrown again. */
    @Nullable
    Object get() throws Throwable {
        if (thrown != null) {
            throw thrown;
        }
        return value;
    }

    @Override
    public String toString() {
        return thrown == null ? String.valueOf(value) : thrown.toString();
    }
}
