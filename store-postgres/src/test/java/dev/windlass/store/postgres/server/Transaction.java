package dev.windlass.store.postgres.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Follows the transactions of one client by its messages. A statement outside of begin and commit is a transaction by itself. Used by one
 * thread.
 */
final class Transaction {
    private final Map<String, String> prepared = new HashMap<>();
    private final List<String> statements = new ArrayList<>();
    private boolean begun;

    /** Takes a message in and answers the statements of the transaction that it commits, if it does. */
    Optional<List<String>> commits(Message message) {
        return switch (message.type()) {
            case 'P' -> {
                prepared.put(message.text(0), message.text(1));
                yield Optional.empty();
            }
            case 'B' -> executes(prepared.getOrDefault(message.text(1), ""));
            case 'Q' -> executes(message.text(0));
            default -> Optional.empty();
        };
    }

    private Optional<List<String>> executes(String sql) {
        var words = sql.strip().toLowerCase(Locale.ROOT);
        if (words.startsWith("begin") || words.startsWith("start transaction")) {
            begun = true;
            return Optional.empty();
        }
        var ends = words.startsWith("commit") || words.startsWith("rollback");
        if (!ends) {
            statements.add(sql);
        }
        if (!ends && begun) {
            return Optional.empty();
        }
        var all = List.copyOf(statements);
        statements.clear();
        begun = false;
        return words.startsWith("rollback") ? Optional.empty() : Optional.of(all);
    }
}
