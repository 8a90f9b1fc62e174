package dev.windlass.store.postgres;

import dev.windlass.store.Pruned;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Removes jobs that are kept no longer, with all that hangs on them. One prunes at a time. */
final class Pruning {
    /**
     * Of many processes one prunes, and the others have nothing to do: two would look at the same rows. Tells as well whether it is a
     * minute since partitions were looked after; a clock that was set back must not keep them waiting.
     */
    private static final String TURN = """
            select at, tried > at or tried <= at - interval '1 minute' as due
            from windlass.pruner p, (select windlass.windlass_now() as at) as clock
            for update of p skip locked
            """;

    private static final String TABLES = """
            select there.name, coalesce(p.page, 0) as page, p.next
            from (
                   select 'past' || substr(c.relname, length(parent.relname) + 1) as name
                   from pg_class parent
                        join pg_inherits i on i.inhparent = parent.oid
                        join pg_class c on c.oid = i.inhrelid
                   where parent.oid = 'windlass.past'::regclass) there
                 left join windlass.pruned p on p.name = there.name
            order by there.name
            """;

    /** Where there is anything to remove by an index. */
    private static final String OVER = """
            with clock as materialized (select windlass.windlass_now() as at)
            select 'past_rest' as name
            where exists (select 1 from windlass.past_rest where keep_until <= (select at from clock))
            union all
            select 'past_other'
            where exists (select 1 from windlass.past_other where keep_until <= (select at from clock))
            union all
            select 'dead'
            where exists (select 1 from windlass.dead where keep_until <= (select at from clock))
            """;

    private static final String BELONGINGS = """
            bases as (delete from windlass.job using over where id = old),
            piles as (update windlass.pile set loose = (select windlass.windlass_now()) from over where job = old),
            attempts as (delete from windlass.attempt using over where job = old),
            checkpoints as (delete from windlass.checkpoint using over where job = old),
            progresses as (delete from windlass.progress using over where job = old),
            logs as (delete from windlass.log using over where job = old),
            texts as (delete from windlass.terms using over where job = old and termed),
            tags as (delete from windlass.tag using over where job = old and termed)
            """;

    /** By the index of times. */
    private static final String REMOVE = """
            with over as materialized (
              select job as old, coalesce(marks, 0) & 1 <> 0 as termed
              from windlass.TABLE
              where keep_until <= (select windlass.windlass_now())
              order by keep_until
              limit ?
              for update skip locked),
            gone as (delete from windlass.TABLE using over where job = old returning job),
            %s
            select count(*) as removed from gone
            """.formatted(BELONGINGS);

    /**
     * Along the table, from the page on that the last one has come to. Rows that came at the same time lie in some order or other, so the
     * first page on which one is left is where the next begins. Nothing comes into a table from which rows go already: one that is
     * empty is not looked at before its end.
     */
    private static final String WALK = """
            with looked as materialized (
              select ctid as tid, job, keep_until, coalesce(marks, 0) & 1 <> 0 as termed,
                     keep_until <= (select windlass.windlass_now()) as goes
              from windlass.TABLE
              where ctid >= ('(' || ? || ',0)')::tid
              limit ?),
            over as materialized (select tid, job as old, termed from looked where goes),
            gone as (
              delete from windlass.TABLE where ctid = any (array(select tid from over)) returning job),
            come as (
              insert into windlass.pruned as p (name, page, next)
              select ?, coalesce(min(page) filter (where not goes), max(page), ?),
                     case when count(*) = 0 then ?
                          when count(*) < ? or not bool_or(goes) then min(keep_until) filter (where not goes) end
              from (select goes, keep_until, (tid::text::point)[0]::bigint as page from looked) as seen
              on conflict (name) do update set page = excluded.page, next = excluded.next
                where (p.page, p.next) is distinct from (excluded.page, excluded.next)),
            %s
            select (select count(*) from gone) as removed,
                   count(*) = ? and bool_or(goes) as behind
            from looked
            """.formatted(BELONGINGS);

    private Pruning() {}

    /** The right to prune, until the transaction ends. */
    record Turn(Instant now, boolean due) {}

    static Optional<Turn> turn(Transaction transaction) throws SQLException {
        try (var call = transaction.call(TURN)) {
            return call.find(row -> new Turn(row.instant("at"), row.truth("due")));
        }
    }

    /** A partition that is there, up to which page nothing is left of it, and when the next row of it goes, where that is known. */
    record Table(Partition partition, long page, Optional<Instant> next) {
        private boolean isDue(Instant now) {
            return !next.orElse(partition.begins()).isAfter(now);
        }
    }

    static List<Table> tables(Transaction transaction) throws SQLException {
        var tables = new ArrayList<Table>();
        try (var call = transaction.call(TABLES)) {
            call.list(row -> {
                var page = row.number("page");
                var next = row.findInstant("next");
                return Partition.named(row.text("name")).map(partition -> tables.add(new Table(partition, page, next)));
            });
        }
        return tables;
    }

    /** Looks at up to so many jobs. */
    static Pruned prune(Transaction transaction, Turn turn, int limit) throws SQLException {
        var removed = 0;
        var behind = false;
        for (var table : over(transaction)) {
            removed += remove(transaction, table, limit - removed);
        }
        for (var table : tables(transaction)) {
            if (removed < limit && table.isDue(turn.now())) {
                var walked = walk(transaction, table, limit - removed);
                removed += walked.count();
                behind |= walked.behind();
            }
        }
        return new Pruned(removed, behind || removed == limit);
    }

    private static List<String> over(Transaction transaction) throws SQLException {
        try (var call = transaction.call(OVER)) {
            return call.list(row -> row.text("name"));
        }
    }

    private static int remove(Transaction transaction, String table, int limit) throws SQLException {
        if (limit == 0) {
            return 0;
        }
        try (var call = transaction.call(REMOVE.replace("TABLE", table))) {
            return call.number(limit).get(row -> row.integer("removed"));
        }
    }

    private static Pruned walk(Transaction transaction, Table table, int limit) throws SQLException {
        var partition = table.partition();
        try (var call = transaction.call(WALK.replace("TABLE", partition.table()))) {
            return call.number(table.page())
                    .number(limit)
                    .text(partition.table())
                    .number(table.page())
                    .instant(partition.ends())
                    .number(limit)
                    .number(limit)
                    .get(row -> new Pruned(row.integer("removed"), row.truth("behind")));
        }
    }
}
