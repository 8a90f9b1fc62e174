package dev.windlass.store.sqlite;

import java.sql.SQLException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names of tasks, queues, hosts and content types, each kept once and known by a number: rows are read and written far more often
 * than a new name appears.
 *
 * <p>Safe for all threads. Both maps only remember what is in the table. Only the writer adds names, and it forgets everything
 * when a transaction was undone, because a number that was never committed can be given to another name.
 */
final class Names {
    private static final String ADD = "insert into windlass_name (text) values (?) returning number";
    private static final String NUMBER = "select number from windlass_name where text = ?";
    private static final String TEXT = "select text from windlass_name where number = ?";

    /** Entries kept in memory. A program that makes up task names as it goes must not fill the heap with them. */
    private static final int MOST = 10_000;

    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private final Map<Integer, String> texts = new ConcurrentHashMap<>();

    /** The name's number, given to it now if it had none. Only within a write transaction. */
    int number(Statements statements, String text) throws SQLException {
        var known = find(statements, text);
        return known.isPresent() ? known.getAsInt() : remember(add(statements, text), text);
    }

    /** The name's number, if it has one. */
    OptionalInt find(Statements statements, String text) throws SQLException {
        var known = numbers.get(text);
        if (known != null) {
            return OptionalInt.of(known);
        }
        var select = statements.of(NUMBER);
        select.setString(1, text);
        try (var row = select.executeQuery()) {
            return row.next() ? OptionalInt.of(remember(row.getInt(1), text)) : OptionalInt.empty();
        }
    }

    String text(Statements statements, int number) throws SQLException {
        var known = texts.get(number);
        if (known != null) {
            return known;
        }
        var select = statements.of(TEXT);
        select.setInt(1, number);
        try (var row = select.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("name " + number + " is missing; the file is damaged");
            }
            var text = row.getString(1);
            remember(number, text);
            return text;
        }
    }

    void forget() {
        numbers.clear();
        texts.clear();
    }

    private static int add(Statements statements, String text) throws SQLException {
        var insert = statements.of(ADD);
        insert.setString(1, text);
        try (var row = insert.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    private int remember(int number, String text) {
        if (numbers.size() >= MOST) {
            forget();
        }
        numbers.put(text, number);
        texts.put(number, text);
        return number;
    }
}
