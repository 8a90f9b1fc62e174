package dev.windlass.store.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.memory.MemoryStore;
import dev.windlass.task.Content;
import dev.windlass.task.Due;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.JobState;
import dev.windlass.task.Terms;
import dev.windlass.task.Unique;
import dev.windlass.task.WindlassException;
import dev.windlass.transfer.Export;
import dev.windlass.transfer.Imported;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Files of {@code dev.windlass.transfer}, between stores in memory. */
final class ExportTest extends TransferFixture {
    private static final Content BINARY = Content.of("application/octet-stream", 3, new byte[] {0, -1, 10, -61});
    private static final Content AWKWARD = Content.json("\"line\\n\u2028 \\\" \uD83D\uDE00\"");

    /** Jobs of every state, with every kind of payload. */
    @BeforeEach
    void fill() {
        var worker = new ScriptedWorker(() -> from, 1).join();
        accept(JobDraft.numbered(1).payload(BINARY));
        worker.end(worker.claimOne(), Ends.succeed(BINARY));
        accept(JobDraft.numbered(2).payload(AWKWARD));
        worker.end(worker.claimOne(), Ends.exhaust());
        accept(JobDraft.numbered(3).parent(JobDraft.numbered(1).id()));
        from.jobs().cancel(JobDraft.numbered(3).id(), Ends.KEEP);
        accept(JobDraft.numbered(4).payload(Content.of("text/plain", 1, new byte[0])));
        var lease = worker.claimOne();
        worker.commit(ContractGroup.checkpoint(lease, 1, "\"half\""));
        accept(JobDraft.numbered(5).due(Due.in(Duration.ofDays(1))));
        accept(JobDraft.numbered(6)
                .terms(Terms.NONE.withHeader("trace", "\"47\"").withTag("süd").withTimeout(Duration.ofMillis(1_500))));
    }

    @Test
    void every_job_arrives_as_it_was_and_the_one_that_ran_is_ready() throws IOException {
        assertThat(load(export(from), into)).isEqualTo(new Imported(6, 0, 0, Map.of(), 0, 0, Map.of()));

        assertThat(jobs(into)).hasSameSizeAs(jobs(from));
        for (var job : jobs(from)) {
            var id = job.id();
            var arrived = into.jobs().find(id).orElseThrow();
            assertThat(arrived.state()).isEqualTo(job.state() == JobState.RUNNING ? JobState.READY : job.state());
            assertThat(List.of(arrived.terms(), arrived.tally(), arrived.fence(), arrived.accepted(), arrived.due()))
                    .isEqualTo(List.of(job.terms(), job.tally(), job.fence(), job.accepted(), job.due()));
            assertThat(arrived.parent()).isEqualTo(job.parent());
            assertThat(into.jobs().payload(id)).isEqualTo(from.jobs().payload(id));
            assertThat(into.jobs().result(id)).isEqualTo(from.jobs().result(id));
            assertThat(into.jobs().checkpoint(id)).isEqualTo(from.jobs().checkpoint(id));
            assertThat(into.jobs().attempts(id)).isEqualTo(from.jobs().attempts(id));
        }
    }

    @Test
    void file_is_a_header_a_line_for_each_job_and_a_count() throws IOException {
        var lines = new String(export(from), UTF_8).lines().toList();

        assertThat(lines).hasSize(8);
        assertThat(lines.get(0)).isEqualTo("{\"windlass-export\":1,\"at\":\"" + clock.now() + "\"}");
        assertThat(lines.subList(1, 7)).allMatch(line -> line.startsWith("{\"id\":\""));
        assertThat(lines.get(7)).isEqualTo("{\"jobs\":6}");
    }

    @Test
    void export_of_an_import_is_the_same_but_for_what_ran() throws IOException {
        load(export(from), into);
        var third = MemoryStore.on(clock);
        var file = export(into);

        load(file, third);

        assertThat(export(third)).asString(UTF_8).isEqualTo(new String(file, UTF_8));
    }

    @Test
    void import_can_be_repeated() throws IOException {
        var file = export(from);
        load(file, into);
        var before = jobs(into);

        assertThat(load(file, into)).isEqualTo(new Imported(0, 6, 0, Map.of(), 0, 0, Map.of()));
        assertThat(jobs(into)).isEqualTo(before);
    }

    @Test
    void jobs_whose_key_is_held_are_left_out_and_the_first_are_told_with_their_holders() throws IOException {
        for (var number = 100; number < 112; number++) {
            var terms = Terms.NONE.withUnique(Unique.key("user-" + number));
            accept(JobDraft.numbered(number).terms(terms));
            into.jobs()
                    .accept(List.of(JobDraft.numbered(number + 100).terms(terms).job()));
        }

        var imported = load(export(from), into);

        assertThat(List.of(imported.written(), imported.known(), imported.answered()))
                .containsExactly(6L, 0L, 12L);
        assertThat(imported.holders())
                .hasSize(Imported.MOST_TOLD)
                .containsEntry(
                        JobDraft.numbered(100).id(), JobDraft.numbered(200).id());
    }

    @Test
    void empty_store_gives_a_file_of_two_lines() throws IOException {
        var empty = MemoryStore.on(clock);

        assertThat(load(export(empty), into)).isEqualTo(new Imported(0, 0, 0, Map.of(), 0, 0, Map.of()));
    }

    @Test
    void payload_that_was_damaged_on_the_way_is_never_run() throws IOException {
        var file = new String(export(from), UTF_8).replace("{\\\"n\\\":6}", "{\\\"n\\\":7}");
        load(file.getBytes(UTF_8), into);

        assertThat(into.jobs().payload(JobDraft.numbered(6).id()).orElseThrow().intact())
                .isFalse();
    }

    @Test
    void more_jobs_than_fit_a_page_or_a_batch_are_all_moved() throws IOException {
        for (var number = 100; number < 1_100; number++) {
            accept(JobDraft.numbered(number));
        }

        assertThat(load(export(from), into)).isEqualTo(new Imported(1_006, 0, 0, Map.of(), 0, 0, Map.of()));
        assertThat(new String(export(into), UTF_8).lines()).hasSize(1_008);
    }

    @Test
    void stream_that_breaks_leaves_a_file_that_is_refused() throws IOException {
        var out = new ByteArrayOutputStream();
        var breaking = new OutputStream() {
            @Override
            public void write(int next) throws IOException {
                if (out.size() == 700) {
                    throw new IOException("no space left");
                }
                out.write(next);
            }
        };

        assertThatThrownBy(() -> Export.of(from).to(breaking))
                .isInstanceOf(IOException.class)
                .hasMessage("no space left");
        assertThatThrownBy(() -> load(out.toByteArray(), into)).hasMessageContaining("it was cut");
    }

    @Test
    void text_that_escapes_would_blow_up_goes_as_base64() throws IOException {
        var quotes = Content.of("text/plain", 1, "\"\u0001".repeat(2_000).getBytes(UTF_8));
        accept(JobDraft.numbered(100).payload(quotes));
        var file = export(from);

        load(file, into);

        assertThat(file).asString(UTF_8).doesNotContain("u0001");
        assertThat(into.jobs().payload(JobDraft.numbered(100).id())).contains(quotes);
    }

    @Nested
    final class IsRefusedInOneSentenceAndWritesNothing {
        private void assertRefused(String file, String sentence) {
            assertThatThrownBy(() -> load(file.getBytes(UTF_8), into))
                    .isInstanceOfSatisfying(WindlassException.class, refusal -> {
                        assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_INPUT);
                        assertThat(refusal.getMessage()).startsWith(sentence).doesNotContain("\n");
                    });
            assertThat(jobs(into)).isEmpty();
        }

        private String file() throws IOException {
            return new String(export(from), UTF_8);
        }

        @Test
        void wherever_it_was_cut() throws IOException {
            var whole = export(from);
            for (var size = 0; size < whole.length; size++) {
                var cut = Arrays.copyOf(whole, size);

                assertThatThrownBy(() -> load(cut, into))
                        .as("cut to %s bytes", size)
                        .isInstanceOf(WindlassException.class)
                        .hasMessageEndingWith(
                                "the file ends here without its closing line, so it was cut; export anew");
            }
            assertThat(jobs(into)).isEmpty();
        }

        @Test
        void where_a_line_is_missing() throws IOException {
            var lines = file().lines().toList();
            var without = lines.get(0) + "\n" + String.join("\n", lines.subList(2, 8)) + "\n";

            assertRefused(
                    without,
                    "line 7 was refused: it counts 6 jobs, but 5 jobs came before it, so lines are missing or were added; export anew");
        }

        @Test
        void where_something_follows() throws IOException {
            assertRefused(
                    file() + file(),
                    "line 9 was refused: something follows the closing line; import each export by itself");
        }

        @Test
        void where_a_newer_program_wrote_it() throws IOException {
            assertRefused(
                    file().replace("\"windlass-export\":1", "\"windlass-export\":2"),
                    "line 1 was refused: the export has version 2, this program reads version 1; use the program that wrote it");
        }

        @Test
        void where_it_is_no_export() {
            assertRefused(
                    "id,task\n1,mail\n",
                    "line 1 was refused: it is no header of an export; choose a file that Windlass has exported");
        }

        @Test
        void where_a_line_is_no_json() throws IOException {
            assertRefused(
                    file().replaceFirst("\\{\"id\"", "{id"),
                    "line 2 was refused: it is no JSON, so the file is damaged; export anew");
        }

        @Test
        void where_a_line_is_neither_a_job_nor_the_end() throws IOException {
            assertRefused(
                    file().replaceFirst("\\{\"id\"", "{\"it\""),
                    "line 2 was refused: it is neither a job nor the closing line, so the file is damaged; export anew");
        }

        @Test
        void where_a_field_is_missing() throws IOException {
            assertRefused(
                    file().replaceFirst("\"queue\":\"mail\",", ""),
                    "line 2 was refused: it says no \"queue\"; nothing was imported");
        }

        @Test
        void where_a_state_is_unknown() throws IOException {
            assertRefused(file().replace("\"READY\"", "\"STUCK\""), "line");
        }

        @Test
        void where_a_name_could_belong_to_nobody() throws IOException {
            assertRefused(
                    file().replaceFirst("\"task\":\"mail.welcome\"", "\"task\":\"mail welcome\""),
                    "line 2 was refused: ");
        }

        @Test
        void where_a_fence_would_leave_no_room_for_others() throws IOException {
            assertRefused(file().replaceFirst("\"fence\":0", "\"fence\":9223372036854775807"), "line");
        }
    }

    @Test
    void fields_of_a_later_version_are_passed_over() throws IOException {
        var file = new String(export(from), UTF_8).replace("{\"id\"", "{\"colour\":\"red\",\"id\"");

        assertThat(load(file.getBytes(UTF_8), into)).isEqualTo(new Imported(6, 0, 0, Map.of(), 0, 0, Map.of()));
    }
}
