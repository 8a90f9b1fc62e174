package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.Windlass;
import dev.windlass.WindlassBuilder;
import dev.windlass.store.Edit;
import dev.windlass.task.Bulk;
import dev.windlass.task.Content;
import dev.windlass.task.Encryption;
import dev.windlass.task.KeyRing;
import dev.windlass.task.Options;
import dev.windlass.task.Task;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks for a planted word in every file that a store leaves behind. */
class SealedFileTest {
    private static final String CANARY = "canary-4711";
    private static final Task<String, String> ECHO = Task.named("echo", String.class, String.class);
    private static final Task<Bulk, String> READ = Task.bulk("read", String.class);

    @TempDir
    Path directory;

    @Test
    void no_word_of_an_encrypted_job_is_in_the_file() throws Exception {
        try (var windlass =
                begun().encrypt(Encryption.with(KeyRing.of("k1", new byte[32]))).start()) {
            live(windlass);
        }
        assertThat(words()).isZero();
    }

    @Test
    void the_same_jobs_are_found_where_nothing_is_encrypted() throws Exception {
        try (var windlass = begun().start()) {
            live(windlass);
        }
        assertThat(words()).isGreaterThan(3);
    }

    private WindlassBuilder begun() {
        return Windlass.on(SqliteStore.at(directory.resolve("windlass.db"), Jobs.PATIENT))
                .perform(ECHO, (text, run) -> text + run.checkpoint("step", String.class, () -> CANARY))
                .perform(READ, (bulk, run) -> {
                    try (var in = bulk.open()) {
                        return new String(in.readNBytes(CANARY.length()), StandardCharsets.US_ASCII);
                    }
                });
    }

    private static void live(Windlass windlass) throws InterruptedException {
        assertThat(windlass.enqueue(ECHO, CANARY).await(Duration.ofSeconds(20))).isEqualTo(CANARY + CANARY);
        assertThat(windlass.enqueue(READ, Bulk.of(CANARY.repeat(50_000).getBytes(StandardCharsets.US_ASCII)))
                        .await(Duration.ofSeconds(20)))
                .isEqualTo(CANARY);
        var waiting = windlass.enqueue(ECHO, CANARY, Options.in("1 day"));
        windlass.edit(waiting.id(), Edit.NOTHING.withPayload(Content.json('"' + CANARY + '"')));
    }

    private long words() throws Exception {
        var count = 0L;
        try (var files = Files.walk(directory)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                count += Stream.of(text.split(CANARY, -1)).count() - 1;
            }
        }
        return count;
    }
}
