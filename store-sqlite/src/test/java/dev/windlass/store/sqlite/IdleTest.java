package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.contract.SteerableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What changes nothing writes nothing: the disk of an idle machine may sleep. */
final class IdleTest {
    @TempDir
    Path directory;

    private SqliteStore open() {
        return SqliteStore.inline(directory.resolve("windlass.db"), new SteerableClock());
    }

    private long logBytes() throws IOException {
        return Files.size(directory.resolve("windlass.db-wal"));
    }

    @Test
    void promotion_that_finds_nothing_due_writes_nothing() throws IOException {
        try (var store = open()) {
            store.jobs().accept(List.of(Jobs.job(1)));
            var before = logBytes();
            store.upkeep().promote(100);
            assertThat(logBytes()).isEqualTo(before);
        }
    }

    @Test
    void claim_that_finds_nothing_writes_nothing() throws IOException {
        try (var store = open()) {
            var worker = Jobs.join(store, 1);
            var before = logBytes();
            assertThat(Jobs.claim(store, worker, 1, 10)).isEmpty();
            assertThat(logBytes()).isEqualTo(before);
        }
    }

    @Test
    void write_after_an_idle_turn_carries_the_sequence_on() throws IOException {
        try (var store = open()) {
            store.jobs().accept(List.of(Jobs.job(1)));
            store.upkeep().promote(100);
            var before = logBytes();
            store.jobs().accept(List.of(Jobs.job(2)));
            assertThat(logBytes()).isGreaterThan(before);
        }
        try (var store = open()) {
            store.jobs().accept(List.of(Jobs.job(3)));
            assertThat(store.jobs().find(Jobs.job(3).id())).isPresent();
        }
    }
}
