package dev.windlass.store.sqlite;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Names as the transaction that writes sees them. What it met in the table is kept here until it commits, and is only then
 * remembered for all: a number that was taken back can be given to another name.
 *
 * <p>Belongs to the thread that writes.
 */
final class NewNames {
    private static final String ADD = "insert into windlass_name (text) values (?) returning number";

    private final Names committed;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<Integer, String> texts = new HashMap<>();

    NewNames(Names committed) {
        this.committed = committed;
    }

    /** The name's number, given to it now if it had none. */
    int number(Statements statements, String text) throws SQLException {
        var known = find(statements, text);
        return known.isPresent() ? known.getAsInt() : keep(add(statements, text), text);
    }

    /** The name's number, if it has one. */
    OptionalInt find(Statements statements, String text) throws SQLException {
        var remembered = committed.known(text);
        if (remembered.isPresent()) {
            return remembered;
        }
        var kept = numbers.get(text);
        if (kept != null) {
            return OptionalInt.of(kept);
        }
        var read = Names.read(statements, text);
        read.ifPresent(number -> keep(number, text));
        return read;
    }

    String text(Statements statements, int number) throws SQLException {
        var remembered = committed.known(number);
        if (remembered.isPresent()) {
            return remembered.get();
        }
        var kept = texts.get(number);
        if (kept != null) {
            return kept;
        }
        var text = Names.read(statements, number);
        keep(number, text);
        return text;
    }

    /** The transaction is durable, and what it met holds for all. */
    void committed() {
        if (!numbers.isEmpty()) {
            numbers.forEach((text, number) -> committed.remember(number, text));
            forget();
        }
    }

    /** What the transaction met may be undone, in whole or in part: from here on it looks into the table again. */
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

    private int keep(int number, String text) {
        if (numbers.size() >= Names.MOST) {
            forget();
        }
        numbers.put(text, number);
        texts.put(number, text);
        return number;
    }
}
