package dev.windlass.store.postgres;

import java.sql.SQLException;
import java.time.Duration;

/**
 * Whose turn it is to audit. Every process has an auditor, and one of them is enough: with fifty, each row would be looked at fifty
 * times a minute. Whoever has the turn keeps it until he has been silent for a while.
 */
final class AuditTurn {
    /** Longer than the rest between two rounds. */
    private static final Duration SILENCE = Duration.ofMinutes(3);

    /** Before that, a call writes nothing. */
    private static final Duration FRESH = Duration.ofMinutes(2);

    private static final String IS_OURS = """
            select 1
            from windlass.auditor
            where holder = ?::uuid and until > windlass.windlass_after((select windlass.windlass_now()), ?)
            """;

    private static final String TAKE = """
            update windlass.auditor
            set holder = ?::uuid, until = windlass.windlass_after((select windlass.windlass_now()), ?)
            where holder = ?::uuid or until <= (select windlass.windlass_now())
            """;

    /** A process that slept may find that the turn is another's by now. */
    private static final String LOCK = "select 1 from windlass.auditor where holder = ?::uuid for update";

    private final String holder = Outside.name();

    /** Whether it is ours, from now on at least for a while. */
    boolean take(Transaction transaction) throws SQLException {
        try (var ours = transaction.call(IS_OURS)) {
            var left = SILENCE.minus(FRESH);
            if (ours.text(holder).duration(left).find(row -> true).isPresent()) {
                return true;
            }
        }
        try (var take = transaction.call(TAKE)) {
            return take.text(holder).duration(SILENCE).text(holder).run() == 1;
        }
    }

    /** Whether it is ours until this transaction ends: no two heal the same. */
    boolean hold(Transaction transaction) throws SQLException {
        try (var call = transaction.call(LOCK)) {
            return call.text(holder).find(row -> true).isPresent();
        }
    }
}
