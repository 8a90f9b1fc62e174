package dev.windlass.docs;

import dev.windlass.task.DelayText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Compares the page of defaults with the code, in both directions. A row names what it means, its value with the unit, the constant,
 * and the method that changes it, or a dash.
 */
final class Defaults {
    /** Numbers that bound nothing: the form of an id, of a fence, of a row, and names for values of a setting. */
    private static final Set<String> NO_BOUNDS = Set.of(
            "engine.JobIds.VARIANT",
            "engine.JobIds.VERSION",
            "store.Refill.GRAIN",
            "store.Commit.LAST",
            "store.Fence.COUNTER_BITS",
            "store.Fence.COUNTER_MASK",
            "store.sqlite.DatabaseFile.KIBIBYTES_PER_MEBIBYTE",
            "store.sqlite.EngineLock.LOCKED_BYTE",
            "store.sqlite.LimitKeys.NOBODY",
            "store.sqlite.Line.SUSPECT",
            "store.sqlite.Micros.NANOS_PER_MICRO",
            "store.sqlite.Micros.PER_SECOND",
            "store.sqlite.Migrations.NEWEST",
            "store.sqlite.PastRows.FIRST",
            "store.sqlite.SqliteStatistics.BIND_RAN",
            "store.sqlite.SqliteStatistics.BIND_WAITED",
            "store.sqlite.SqliteStatistics.READ_RAN",
            "store.sqlite.SqliteStatistics.READ_WAITED",
            "store.sqlite.Trouble.PRIMARY",
            "task.Backoff.ALWAYS_DOUBLING",
            "task.Backoff.FULL_JITTER",
            "task.Backoff.NO_JITTER",
            "task.JobId.BYTES",
            "transfer.Lines.VERSION");

    private static final Pattern NUMBER = Pattern.compile("(-?[0-9.]+)( KiB| MiB)?\\b.*");
    private static final List<String> COLUMNS = List.of("what", "value", "constant", "changed by");
    private static final String NOBODY = "–";

    private final Document page;
    private final Map<String, Object> code;

    Defaults(Document page, Map<String, Object> code) {
        this.page = page;
        this.code = code;
    }

    /** What page and code do not agree about. */
    List<String> differences() {
        var complaints = new ArrayList<String>();
        var listed = new HashSet<String>();
        for (var table : Table.in(page)) {
            if (table.columns().equals(COLUMNS)) {
                for (var row : table.rows()) {
                    listed.add(bare(row.cells().get(2)));
                    complaints.addAll(differences(row));
                }
            }
        }
        code.keySet().stream()
                .filter(name -> !listed.contains(name) && !NO_BOUNDS.contains(name))
                .map(name -> page.path() + ": " + name + " is not listed; it is " + code.get(name))
                .forEach(complaints::add);
        return complaints;
    }

    private List<String> differences(Table.Row row) {
        var complaints = new ArrayList<String>();
        var name = bare(row.cells().get(2));
        var said = row.cells().get(1);
        if (!code.containsKey(name)) {
            complaints.add(page.complaint(row.line(), "there is no constant " + name));
        } else if (!agree(said, name)) {
            complaints.add(page.complaint(row.line(), name + " is said to be " + said + ", it is " + code.get(name)));
        }
        Arrays.stream(row.cells().get(3).split(", "))
                .map(Defaults::bare)
                .filter(method -> !method.equals(NOBODY) && !isMethod(method))
                .forEach(method -> complaints.add(page.complaint(row.line(), "there is no method " + method)));
        return complaints;
    }

    private static String bare(String cell) {
        return cell.replace("`", "");
    }

    private boolean agree(String said, String name) {
        var plain = said.replace(",", "");
        var value = code.get(name);
        if (value instanceof Duration length) {
            return DelayText.parse(plain).equals(length);
        }
        if (value instanceof Instant instant) {
            return plain.equals(instant.toString());
        }
        return value instanceof Number number && agree(plain, name, number);
    }

    private static boolean agree(String plain, String name, Number value) {
        if (name.endsWith("_NANOS") || name.endsWith("_MILLIS")) {
            var unit = name.endsWith("_NANOS") ? Duration.ofNanos(1) : Duration.ofMillis(1);
            return DelayText.parse(plain).equals(unit.multipliedBy(value.longValue()));
        }
        return number(plain) == value.doubleValue();
    }

    private static double number(String said) {
        var number = NUMBER.matcher(said);
        if (!number.matches()) {
            return Double.NaN;
        }
        var unit = number.group(2) == null ? "" : number.group(2);
        var factor = switch (unit) {
            case " MiB" -> 1 << 20;
            case " KiB" -> 1 << 10;
            default -> 1;
        };
        return Double.parseDouble(number.group(1)) * factor;
    }

    private static boolean isMethod(String name) {
        var dot = name.lastIndexOf('.');
        try {
            var type = Class.forName("dev.windlass." + name.substring(0, dot));
            return Arrays.stream(type.getMethods())
                    .anyMatch(method -> method.getName().equals(name.substring(dot + 1)));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
