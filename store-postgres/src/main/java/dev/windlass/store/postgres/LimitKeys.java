package dev.windlass.store.postgres;

import dev.windlass.task.LimitKey;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The keys of limits. Whoever gives a job a place at one holds its row for key share until it commits: that conflicts with nobody but
 * a grant that would remove the key, and such a grant passes over rows that are held.
 */
final class LimitKeys {
    private static final String SHARE = """
            select i.ord, k.number, f.kind is not distinct from 4 as rated
            from unnest(?::text[], ?::text[]) with ordinality as i(name, text, ord)
                 join windlass.limit_key k on k.name = i.name and k.text = i.text
                 left join lateral %s as f on true
            for key share of k
            """.formatted(Bounds.IN_FORCE);

    /** In the order of their names: two batches that bring the same new keys wait for each other in one order. */
    private static final String ADD = """
            insert into windlass.limit_key (name, text)
            select i.name, i.text
            from unnest(?::text[], ?::text[]) as i(name, text)
            order by i.name collate "C", i.text collate "C"
            on conflict (name, text) do nothing
            """;

    private static final String WAKE =
            "insert into windlass.look (key) select distinct k from unnest(?::bigint[]) as i(k)";

    private static final String WAKE_ALL = """
            insert into windlass.look (key)
            select number
            from windlass.limit_key k
            where k.name = any (?::text[]) and exists (select 1 from windlass.use u where u.key = k.number and u.waits)
            """;

    /** Keys that nobody uses and nobody is giving a place at just now. */
    private static final String UNUSED = """
            select k.number
            from windlass.limit_key k
            where k.number = any (?::bigint[]) and not exists (select 1 from windlass.use u where u.key = k.number)
            order by k.number
            for update skip locked
            """;

    /**
     * Looks again, since who held the key's row a moment ago has given it a use; nobody can from here on. Those of a rate that are not full
     * yet stay, and are looked at again when they are: until then the row keeps the promise of the rate.
     */
    private static final String FORGET = """
            with unused as materialized (
              select k.number, k."full"
              from windlass.limit_key k
              where k.number = any (?::bigint[]) and not exists (select 1 from windlass.use u where u.key = k.number)),
            gone as (
              delete from windlass.limit_key k
              using unused n
              where k.number = n.number and (n."full" is null or n."full" <= ?))
            insert into windlass.turn (queue, key, at, number)
            select '', number, "full", nextval('windlass.place')
            from unused
            where "full" > ?
            on conflict (queue, key) do update set at = excluded.at, number = excluded.number
            """;

    /** A key by its number, and whether its bound is a rate. */
    record Key(long number, boolean rated) {}

    private LimitKeys() {}

    /** The keys' numbers, given to them now if they had none; their rows stay held. */
    static Map<LimitKey, Key> share(Transaction transaction, Collection<LimitKey> keys) throws SQLException {
        var found = new HashMap<LimitKey, Key>();
        var missing = share(transaction, List.copyOf(new HashSet<>(keys)), found);
        // A key that was there may go before it is added, and one that was added is ours: this ends.
        while (!missing.isEmpty()) {
            try (var call = transaction.call(ADD)) {
                named(call, missing).run();
            }
            missing = share(transaction, missing, found);
        }
        return found;
    }

    /** Answers those that are not there. */
    private static List<LimitKey> share(Transaction transaction, List<LimitKey> keys, Map<LimitKey, Key> found)
            throws SQLException {
        try (var call = transaction.call(SHARE)) {
            for (var entry : named(call, keys)
                    .list(row -> Map.entry(
                            keys.get(row.integer("ord") - 1), new Key(row.number("number"), row.truth("rated"))))) {
                found.put(entry.getKey(), entry.getValue());
            }
        }
        return keys.stream().filter(key -> !found.containsKey(key)).toList();
    }

    private static Call named(Call call, List<LimitKey> keys) throws SQLException {
        return call.texts(keys, LimitKey::limit).texts(keys, LimitKey::key);
    }

    /** Something has changed at these keys: whoever waits for them may pass now. */
    static void wake(Transaction transaction, Collection<Long> keys) throws SQLException {
        if (!keys.isEmpty()) {
            try (var call = transaction.call(WAKE)) {
                call.numbers(List.copyOf(keys), key -> key).run();
            }
        }
    }

    static void wakeAll(Transaction transaction, List<String> limits) throws SQLException {
        try (var call = transaction.call(WAKE_ALL)) {
            call.texts(limits).run();
        }
    }

    /** Removes those that nobody uses, for a grant. */
    static void forget(Transaction transaction, Set<Long> keys, Instant now) throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        List<Long> unused;
        try (var call = transaction.call(UNUSED)) {
            unused = call.numbers(List.copyOf(keys), key -> key).list(row -> row.number("number"));
        }
        if (!unused.isEmpty()) {
            try (var call = transaction.call(FORGET)) {
                call.numbers(unused, key -> key).instant(now).instant(now).run();
            }
        }
    }
}
