package dev.windlass.store.sqlite;

import dev.windlass.task.DelayText;
import dev.windlass.task.Given;
import java.time.Duration;

/**
 * Settings of a store on a file.
 *
 * @param cacheMebibytes most memory for pages of the file, for each of the writer and the readers together
 * @param readers connections that read beside the writer
 * @param queued writes that may wait in line; who comes later waits outside
 * @param transactionLimit longest run of a function in {@link SqliteStore#transaction}: all writers wait for it. The first function after opening, the first that enqueues and the first that completes an attempt have
 *     ten times as long, since a cold JVM loads and compiles much in it
 */
public record SqliteOptions(int cacheMebibytes, int readers, int queued, Duration transactionLimit) {
    private static final Duration LONGEST_TRANSACTION = Duration.ofDays(1);

    /** What holds when nothing is said. */
    public static final SqliteOptions DEFAULTS = new SqliteOptions(64, 4, 1_024, Duration.ofMillis(100));

    public SqliteOptions {
        atLeastOne("cacheMebibytes", cacheMebibytes);
        atLeastOne("readers", readers);
        atLeastOne("queued", queued);
        if (Given.to("withTransactionLimit", "a duration", transactionLimit).isNegative()
                || transactionLimit.isZero()
                || transactionLimit.compareTo(LONGEST_TRANSACTION) > 0) {
            throw new IllegalArgumentException("transactionLimit is " + DelayText.words(transactionLimit)
                    + ", it must be positive and at most " + DelayText.words(LONGEST_TRANSACTION));
        }
    }

    public SqliteOptions withCacheMebibytes(int mebibytes) {
        return new SqliteOptions(mebibytes, readers, queued, transactionLimit);
    }

    public SqliteOptions withReaders(int count) {
        return new SqliteOptions(cacheMebibytes, count, queued, transactionLimit);
    }

    public SqliteOptions withQueued(int most) {
        return new SqliteOptions(cacheMebibytes, readers, most, transactionLimit);
    }

    public SqliteOptions withTransactionLimit(Duration limit) {
        return new SqliteOptions(cacheMebibytes, readers, queued, limit);
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", it must be at least 1");
        }
    }
}
