package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.StoreClock;
import dev.windlass.store.contract.SteerableClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IntegrityTest {
    @TempDir
    Path directory;

    private final StoreClock clock = new SteerableClock();

    private Path file() {
        return directory.resolve("windlass.db");
    }

    @ParameterizedTest
    @CsvSource({"1, FULL", "64, FULL", "65, QUICK", "192, QUICK", "193, LATE", "100000, LATE"})
    void size_decides_the_check_after_an_unclean_stop(long mebibytes, Integrity check) {
        assertThat(Integrity.of(mebibytes << 20)).isEqualTo(check);
    }

    /** Opens, and runs the check that a large file gets. */
    private LateCheck check() throws SQLException {
        var failStop = new FailStop();
        var readings = List.of(DatabaseFile.reading(file(), SqliteOptions.DEFAULTS));
        var readers = new Readers(file(), new Names(), failStop, readings);
        var check = new LateCheck(file(), readers, failStop);
        check.run();
        if (!check.passed()) {
            assertThatThrownBy(failStop::check).hasMessageContainingAll("damaged", "restore a backup");
        }
        readers.close();
        return check;
    }

    private void fill() {
        try (var store = SqliteStore.inline(file(), clock)) {
            store.jobs().accept(Jobs.jobs(0, 1_000));
        }
    }

    @Test
    void late_check_passes_a_sound_file() throws SQLException {
        fill();

        assertThat(check().passed()).isTrue();
    }

    @Test
    void late_check_that_finds_damage_stops_the_store() throws IOException, SQLException {
        fill();
        try (var channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            // Far behind the schema, which an opening reads.
            channel.write(ByteBuffer.allocate(10 * 8_192), channel.size() / 2);
        }

        assertThat(check().passed()).isFalse();
    }

    @Test
    void clean_stop_leaves_its_mark_and_a_running_store_does_not_have_it() throws SQLException {
        fill();
        try (var reading = DatabaseFile.reading(file(), SqliteOptions.DEFAULTS)) {
            assertThat(clean(reading)).isEqualTo(1);
            try (var store = SqliteStore.inline(file(), clock)) {
                assertThat(clean(reading)).isZero();
                assertThat(store.checkIntegrity()).isEqualTo("ok");
            }
            assertThat(clean(reading)).isEqualTo(1);
        }
    }

    private static int clean(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select clean from windlass_engine")) {
            return row.getInt(1);
        }
    }
}
