package dev.windlass.store.sqlite;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names of tasks, queues, limits, hosts and content types, each kept once and known by a number: rows are read and written far more
 * often than a new name appears. Tags are none of these: there may be one for each job.
 *
 * <p>Safe for all threads. Both maps remember only what was committed, and nothing that was committed is ever removed from the
 * table. What a transaction adds is in its {@link NewNames} until then.
 */
final class Names {
    private static final String NUMBER = "select number from windlass_name where text = ?";
    private static final String TEXT = "select text from windlass_name where number = ?";

    /** Entries kept in memory. A program that makes up task names as it goes must not fill the heap with them. */
    static final int MOST = 10_000;

    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private final Map<Integer, String> texts = new ConcurrentHashMap<>();

    /** The name's number, if it has one. Only on a connection that reads, which sees nothing but what was committed. */
    OptionalInt find(Statements statements, String text) throws SQLException {
        var known = known(text);
        if (known.isPresent()) {
            return known;
        }
        var read = read(statements, text);
        read.ifPresent(number -> remember(number, text));
        return read;
    }

    /** The name of a number. Only on a connection that reads. */
    String text(Statements statements, int number) throws SQLException {
        var known = known(number);
        if (known.isPresent()) {
            return known.get();
        }
        var text = read(statements, number);
        remember(number, text);
        return text;
    }

    OptionalInt known(String text) {
        var number = numbers.get(text);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    Optional<String> known(int number) {
        return Optional.ofNullable(texts.get(number));
    }

    /** To be called for what was committed. */
    void remember(int number, String text) {
        if (numbers.size() >= MOST) {
            numbers.clear();
            texts.clear();
        }
        numbers.put(text, number);
        texts.put(number, text);
    }

    static OptionalInt read(Statements statements, String text) throws SQLException {
        var select = statements.of(NUMBER);
        select.setString(1, text);
        try (var row = select.executeQuery()) {
            return row.next() ? OptionalInt.of(row.getInt(1)) : OptionalInt.empty();
        }
    }

    static String read(Statements statements, int number) throws SQLException {
        var select = statements.of(TEXT);
        select.setInt(1, number);
        try (var row = select.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("name " + number + " is missing; the file is damaged");
            }
            return row.getString(1);
        }
    }
}
