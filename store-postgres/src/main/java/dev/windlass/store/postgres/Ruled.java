package dev.windlass.store.postgres;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Optional;

/**
 * The rules of queues as this process read them last. Most stores have none; then all that a claim or an accept pays is to compare
 * the edition, in a statement that it sends anyway.
 *
 * <p>Safe for all threads: what was read is replaced as a whole.
 */
final class Ruled {
    /** One snapshot: rules and the edition that they are of. Without any queue there is one row all the same. */
    private static final String READ = """
            select c.edition, %s
            from windlass.control c left join windlass.queue on true
            """.formatted(KeptQueue.COLUMNS);

    private volatile Rules last = Rules.UNREAD;

    /** What may no longer hold. */
    Rules last() {
        return last;
    }

    /** The rules of an edition that the transaction has just seen. */
    Rules at(Transaction transaction, long edition) throws SQLException {
        var known = last;
        return known.edition() == edition ? known : read(transaction);
    }

    /** As the transaction sees them. A user's own may see what is long past: that is for itself alone. */
    Rules read(Transaction transaction) throws SQLException {
        var queues = new HashMap<String, KeptQueue>();
        var edition = Rules.UNREAD.edition();
        try (var call = transaction.call(READ)) {
            for (var entry : call.list(Entry::of)) {
                edition = entry.edition();
                entry.queue().filter(KeptQueue::isRuled).ifPresent(queue -> queues.put(queue.name(), queue));
            }
        }
        var rules = new Rules(edition, queues);
        keep(rules);
        return rules;
    }

    private synchronized void keep(Rules rules) {
        if (rules.edition() > last.edition()) {
            last = rules;
        }
    }

    private record Entry(long edition, Optional<KeptQueue> queue) {
        static Entry of(Row row) throws SQLException {
            var queue = row.findText("name").isPresent() ? Optional.of(KeptQueue.of(row)) : Optional.<KeptQueue>empty();
            return new Entry(row.number("edition"), queue);
        }
    }
}
