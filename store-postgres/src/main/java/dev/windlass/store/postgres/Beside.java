package dev.windlass.store.postgres;

import dev.windlass.task.Content;
import dev.windlass.task.JobId;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * What a lease has beside its rows. Most have nothing, and a claim that looks for it all the same pays for five more tables in each of its
 * statements.
 *
 * @param terms as they are written
 * @param expired whether the job should have started by the time of its claim, and never has
 */
record Beside(Optional<Content> checkpoint, Optional<String> terms, boolean expired) {
    private static final String FIND = """
            select l.job, c.type as checkpoint_type, c.version as checkpoint_version, c.crc as checkpoint_crc,
                   c.bytes as checkpoint_bytes,
                   case when l.marks & 1 <> 0 then (select t.text from windlass.terms t where t.job = l.job) end as terms,
                   l.marks & 2048 <> 0 and exists (
                     select 1 from windlass.expiry e
                     where e.job = l.job and e.at <= l.claimed and not exists (
                       select 1 from windlass.attempt a
                       where a.job = e.job and (a.started is not null or a.ordinal > 0))) as expired
            from windlass.lease l
                 left join lateral (select * from windlass.checkpoint where job = l.job offset 0) c on true
            where l.job = any (?::uuid[])
            """;

    /** The same jobs, with all that they have, in the same order. */
    static List<Taking> read(Transaction transaction, List<Taking> taken) throws SQLException {
        var having = taken.stream().filter(Taking::hasBeside).toList();
        if (having.isEmpty()) {
            return taken;
        }
        var found = new HashMap<JobId, Beside>();
        try (var call = transaction.call(FIND)) {
            call.jobs(having, taking -> taking.moved().job()).list(row -> found.put(row.job("job"), of(row)));
        }
        return taken.stream()
                .map(taking -> Optional.ofNullable(found.get(taking.moved().job()))
                        .map(taking::with)
                        .orElse(taking))
                .toList();
    }

    private static Beside of(Row row) throws SQLException {
        return new Beside(row.findContent("checkpoint_"), row.findText("terms"), row.truth("expired"));
    }
}
