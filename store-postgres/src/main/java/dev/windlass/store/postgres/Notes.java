package dev.windlass.store.postgres;

import dev.windlass.store.LeaseKey;
import dev.windlass.store.Note;
import dev.windlass.store.Progress;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;

/** Writes progress and log lines. */
final class Notes {
    private static final String PROGRESS = """
            insert into windlass.progress (job, done, total)
            select * from unnest(?::uuid[], ?::bigint[], ?::bigint[]) as i(job, done, total) order by job
            on conflict (job) do update set done = excluded.done, total = excluded.total
            """;

    private static final String APPEND = """
            insert into windlass.log (job, fence, at, text)
            select job, fence, (select windlass.windlass_now()) - ago * interval '1 microsecond', text
            from unnest(?::uuid[], ?::bigint[], ?::text[], ?::bigint[]) with ordinality as i(job, fence, text, ago, ord)
            order by ord
            """;

    /** A statement of its own, because it counts the lines that the one before it wrote. */
    private static final String CUT = """
            delete from windlass.log l
            using unnest(?::uuid[]) as i(job),
                  lateral (select line from windlass.log k where k.job = i.job order by line desc offset ? limit 1) as last
            where l.job = i.job and l.line <= last.line
            """;

    private static final String HELD = """
            select l.job, l.fence
            from unnest(?::uuid[], ?::bigint[]) as i(job, fence) join windlass.lease l on l.job = i.job and l.fence = i.fence
            for key share of l
            """;

    private Notes() {}

    /** Writes the notes of holders; the lock keeps a rescue from coming between the look and the write. */
    static void writeHeld(Transaction transaction, List<Note> notes) throws SQLException {
        try (var held = transaction.call(HELD)) {
            var leases = held.jobs(notes, note -> note.lease().job())
                    .numbers(notes, note -> note.lease().fence())
                    .list(Row::lease);
            write(
                    transaction,
                    notes.stream().filter(note -> leases.contains(note.lease())).toList());
        }
    }

    /** Writes notes whose leases are known to be, or to have been until this transaction, held. */
    static void write(Transaction transaction, List<Note> notes) throws SQLException {
        var progress = new LinkedHashMap<LeaseKey, Progress>();
        notes.forEach(note -> note.progress().ifPresent(value -> progress.put(note.lease(), value)));
        var lines = notes.stream()
                .flatMap(note -> note.said().stream().map(line -> new Line(note.lease(), line)))
                .toList();
        if (!progress.isEmpty()) {
            var rows = List.copyOf(progress.entrySet());
            try (var call = transaction.call(PROGRESS)) {
                call.jobs(rows, row -> row.getKey().job())
                        .numbers(rows, row -> row.getValue().done())
                        .numbers(rows, row -> row.getValue().total())
                        .run();
            }
        }
        if (!lines.isEmpty()) {
            append(transaction, lines);
        }
    }

    private static void append(Transaction transaction, List<Line> lines) throws SQLException {
        try (var append = transaction.call(APPEND);
                var cut = transaction.call(CUT)) {
            append.jobs(lines, line -> line.lease().job())
                    .numbers(lines, line -> line.lease().fence())
                    .texts(lines, line -> line.said().text())
                    .numbers(lines, line -> line.said().ago().toNanos() / 1_000)
                    .run();
            var jobs = lines.stream().map(line -> line.lease().job()).distinct().toList();
            cut.jobs(jobs, job -> job).number(Note.MOST_LINES).run();
        }
    }

    private record Line(LeaseKey lease, Note.Line said) {}
}
