package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

final class TroubleTest {
    @ParameterizedTest
    @CsvSource({
        "SQLITE_FULL, FULL",
        "SQLITE_IOERR_SHMSIZE, FULL",
        "SQLITE_BUSY, BUSY",
        "SQLITE_BUSY_SNAPSHOT, BUSY",
        "SQLITE_LOCKED, BUSY",
        "SQLITE_NOMEM, BUSY",
        "SQLITE_IOERR, FATAL",
        "SQLITE_IOERR_FSYNC, FATAL",
        "SQLITE_IOERR_READ, FATAL",
        "SQLITE_IOERR_SHORT_READ, FATAL",
        "SQLITE_IOERR_WRITE, FATAL",
        "SQLITE_CORRUPT, FATAL",
        "SQLITE_NOTADB, FATAL",
        "SQLITE_READONLY, FATAL",
        "SQLITE_READONLY_DBMOVED, FATAL",
        "SQLITE_CANTOPEN, FATAL",
        "SQLITE_CONSTRAINT_UNIQUE, LOCAL",
        "SQLITE_ERROR, LOCAL",
        "SQLITE_INTERRUPT, LOCAL"
    })
    void error_of_sqlite_means_this_for_the_store(SQLiteErrorCode code, Trouble trouble) {
        assertThat(Trouble.of(new SQLiteException("it happened", code))).isEqualTo(trouble);
    }

    @Test
    void error_of_the_driver_alone_concerns_one_statement() {
        assertThat(Trouble.of(new SQLException("wrong parameter"))).isEqualTo(Trouble.LOCAL);
    }
}
