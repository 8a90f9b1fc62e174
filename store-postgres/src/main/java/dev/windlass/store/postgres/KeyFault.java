package dev.windlass.store.postgres;

import java.sql.SQLException;
import java.util.List;

/** A key of a limit at which a grant should look, and none would come to. */
record KeyFault(String fault, String remedy, String wrong) implements Fault {
    private static final String WAITS =
            "exists (select 1 from windlass.use u where u.key = k.number and u.waits offset 0)";

    private static final String NO_LOOK = "not exists (select 1 from windlass.look l where l.key = k.number offset 0)";

    /**
     * Jobs wait and nobody holds a permit, whose return would be looked at; and nobody stands before them who waits elsewhere. The first
     * queue stands for all: whoever wakes a key wakes it in each.
     */
    static final KeyFault UNSEEN = new KeyFault(
            "a key of a limit at which nobody would look again", "looked at", """
            (%s
             and not exists (select 1 from windlass.use u where u.key = k.number and u.held offset 0)
             and %s
             and not exists (
               select 1
               from windlass.turn t
               where t.key = k.number
                 and t.queue = (
                   select u.queue from windlass.use u where u.key = k.number and u.waits order by u.queue limit 1)
               offset 0)
             and (select u.waits from windlass.use u where u.key = k.number order by u.line limit 1)
             and exists (select 1 from windlass.bound b where b.name = k.name offset 0))
            """.formatted(WAITS, NO_LOOK));

    /** Nobody has a part in it, and nobody will come to forget it. */
    static final KeyFault UNUSED = new KeyFault(
            "a key of a limit that no job uses", "removed, once it has all its tokens again", """
            (not exists (select 1 from windlass.use u where u.key = k.number offset 0)
             and %s
             and not exists (select 1 from windlass.turn t where t.queue = '' and t.key = k.number offset 0))
            """.formatted(NO_LOOK));

    @Override
    public String beginning() {
        return "0";
    }

    @Override
    public String look() {
        return """
                select k.number::text as key, %s as wrong
                from windlass.limit_key k
                where k.number > ?::bigint
                order by k.number
                limit ?
                """.formatted(wrong);
    }

    @Override
    public List<String> heal(Transaction transaction, List<String> keys) throws SQLException {
        var sql = """
                with woken as (
                  insert into windlass.look (key)
                  select k.number
                  from windlass.limit_key k
                  where k.number = any (?::text[]::bigint[]) and %s
                  returning key)
                select 'limit ' || k.name || ', key ' || k.text as subject
                from woken join windlass.limit_key k on k.number = woken.key
                """.formatted(wrong);
        try (var call = transaction.call(sql)) {
            return call.texts(keys).list(row -> row.text("subject"));
        }
    }
}
