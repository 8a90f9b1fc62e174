package dev.windlass.store.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.Arrived;
import dev.windlass.store.GrantPlan;
import dev.windlass.store.NewJob;
import dev.windlass.store.Note;
import dev.windlass.store.PartList;
import dev.windlass.store.PartStore;
import dev.windlass.store.Progress;
import dev.windlass.store.Store;
import dev.windlass.store.Transfer;
import dev.windlass.store.TransferPage;
import dev.windlass.store.TransferStore;
import dev.windlass.task.Content;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Limit;
import dev.windlass.task.LimitKey;
import dev.windlass.task.Terms;
import dev.windlass.task.Unique;
import dev.windlass.task.WindlassException;
import dev.windlass.transfer.Export;
import dev.windlass.transfer.ExportReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What goes with jobs in an exported file: what they hold, and the parts of large payloads. */
final class ExportBesideTest extends TransferFixture {
    @BeforeEach
    void fill() {
        acceptSix();
    }

    @Test
    void what_jobs_hold_goes_through_the_file() throws IOException {
        var shop = new LimitKey("ordered", "shop-9");
        for (var store : List.of(from, into)) {
            store.limits().declare(List.of(Limit.named("ordered").sequence()));
        }
        var worker = new ScriptedWorker(() -> from, 1).join();
        worker.claim(6);
        accept(JobDraft.numbered(7).terms(Terms.NONE.withLimit(shop)));
        from.limits().grant(new GrantPlan(Map.of(JobDraft.QUEUE, 1), 1));
        var head = worker.claimOne();
        from.leases().note(List.of(Note.of(head.key(), Optional.of(new Progress(1, 2)), List.of("half way"))));
        worker.end(head, Ends.fail(Duration.ofHours(1)));
        accept(JobDraft.numbered(8).terms(Terms.NONE.withUnique(Unique.key("open"))));
        accept(JobDraft.numbered(9)
                .terms(Terms.NONE.withUnique(Unique.key("timed").lasting(Duration.ofHours(2)))));
        from.jobs().cancel(JobDraft.numbered(9).id(), Ends.KEEP);
        from.jobs().cancel(JobDraft.numbered(1).id(), Ends.KEEP);

        load(export(from), into);

        var there = held(into);
        assertThat(there).isEqualTo(held(from)).hasSize(3);
        assertThat(there.get(0).places()).containsExactly(shop);
        assertThat(into.jobs().find(JobDraft.numbered(1).id()).orElseThrow().state())
                .isEqualTo(JobState.CANCELLED);
    }

    @Test
    void cancel_of_a_running_job_is_read_by_its_former_name_too() throws IOException {
        new ScriptedWorker(() -> from, 1).join().claim(1);
        from.jobs().cancel(JobDraft.numbered(1).id(), Ends.KEEP);
        var file = new String(export(from), UTF_8);
        assertThat(file).contains("\"cancelled\":\"PT").doesNotContain("called-off");

        load(file.replace("\"cancelled\":", "\"called-off\":").getBytes(UTF_8), into);

        assertThat(into.jobs().find(JobDraft.numbered(1).id()).orElseThrow().state())
                .isEqualTo(JobState.CANCELLED);
    }

    /** Of the last three jobs: the others run where they come from, and here they do not. */
    private static List<Transfer.Beside> held(Store store) {
        return store.transfers().read(TransferStore.BEGINNING, 100).jobs().stream()
                .skip(6)
                .map(Transfer::beside)
                .toList();
    }

    @Nested
    final class LargePayloads {
        private static final int PART = PartStore.MOST_BYTES;

        private final JobId job = JobDraft.numbered(100).id();

        /** A job with three parts, the last of them short. */
        private void acceptLarge() {
            for (var part = 0; part < 3; part++) {
                from.parts().stage(job, part, content(part));
            }
            accept(JobDraft.numbered(100).payload(new PartList(2L * PART + 7, 3, 0).content()));
        }

        private Content content(int part) {
            var bytes = new byte[part < 2 ? PART : 7];
            Arrays.fill(bytes, (byte) (part - 1));
            return Content.of("application/octet-stream", 1, bytes);
        }

        @Test
        void go_part_by_part_before_their_job() throws IOException {
            acceptLarge();
            var file = export(from);

            assertThat(load(file, into).written()).isEqualTo(7);

            var lines = new String(file, UTF_8).lines().toList();
            assertThat(lines.subList(7, 10))
                    .allMatch(line -> line.startsWith("{\"part-of\":\"" + job + "\",\"part\":"));
            for (var part = 0; part < 3; part++) {
                assertThat(into.parts().find(job, part)).contains(content(part));
            }
            assertThat(into.jobs().payload(job)).isEqualTo(from.jobs().payload(job));
        }

        @Test
        void are_refused_where_a_part_is_missing() throws IOException {
            acceptLarge();
            var lines = new String(export(from), UTF_8).lines().toList();

            for (var missing = 7; missing < 10; missing++) {
                var left = new ArrayList<>(lines);
                left.remove(missing);
                var file = String.join("\n", left) + "\n";

                assertThatThrownBy(() -> load(file.getBytes(UTF_8), into))
                        .isInstanceOf(WindlassException.class)
                        .hasMessageMatching("line \\d+ was refused: (part \\d of the payload of job " + job
                                + " stands where part \\d is expected; export anew"
                                + "|job " + job + " has 3 parts of its payload, and 2 stand before it; export anew)"
                                + "; nothing was imported");
            }
            assertThat(jobs(into)).isEmpty();
        }

        @Test
        void are_refused_where_their_job_does_not_follow() throws IOException {
            acceptLarge();
            var file = new String(export(from), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("{\"id\":\"" + job))
                    .map(line -> line.replace("{\"jobs\":7}", "{\"jobs\":6}"))
                    .collect(Collectors.joining("\n", "", "\n"));

            assertThatThrownBy(() -> load(file.getBytes(UTF_8), into))
                    .hasMessage("line 11 was refused: parts of the payload of job " + job
                            + " stand before it, and the job does not follow; nothing was imported");
        }

        @Test
        void that_were_damaged_are_no_reason_to_export_nothing() throws IOException {
            var lost = new ForwardingStore(from) {
                @Override
                public PartStore parts() {
                    return new Lossy(from.parts());
                }
            };
            acceptLarge();

            assertThat(load(export(lost), into).written()).isEqualTo(7);

            assertThat(into.parts().find(job, 0)).contains(content(0));
            assertThat(into.parts().find(job, 1)).get().matches(part -> !part.intact(), "is damaged");
        }
    }

    @Nested
    final class DamagedLists {
        /** A list that cannot be read, and one that reads as something else. */
        @Test
        void are_left_out_and_told_and_the_other_jobs_are_exported() throws IOException {
            var cut = Content.of(PartList.TYPE, 1, "{\"bytes\":".getBytes(UTF_8));
            var flipped = Content.stored(
                    PartList.TYPE,
                    1,
                    new PartList(7, 1_000_000_000, 0).content().bytes(),
                    0);
            var damaged = new ForwardingStore(from) {
                @Override
                public TransferStore transfers() {
                    return new Damaged(from.transfers(), Map.of(id(2), cut, id(5), flipped));
                }
            };
            var out = new ByteArrayOutputStream();

            var report = Export.of(damaged).to(out);

            assertThat(report).isEqualTo(new ExportReport(4, 2, List.of(id(2), id(5))));
            assertThat(load(out.toByteArray(), into).written()).isEqualTo(4);
        }

        private static JobId id(int number) {
            return JobDraft.numbered(number).id();
        }
    }

    /** Reads some payloads otherwise than they were written. */
    private record Damaged(TransferStore correct, Map<JobId, Content> payloads) implements TransferStore {
        @Override
        public TransferPage read(long after, int limit) {
            var page = correct.read(after, limit);
            return new TransferPage(page.jobs().stream().map(this::damage).toList(), page.damaged(), page.next());
        }

        private Transfer damage(Transfer transfer) {
            var job = transfer.job();
            var payload = payloads.getOrDefault(job.id(), job.payload());
            return new Transfer(
                    new NewJob(
                            job.id(),
                            job.task(),
                            job.queue(),
                            job.lane(),
                            job.due(),
                            payload,
                            job.parent(),
                            job.terms()),
                    transfer.past(),
                    transfer.beside());
        }

        @Override
        public Arrived write(List<Transfer> batch) {
            return correct.write(batch);
        }
    }

    /** Has lost every part with an odd number. */
    private record Lossy(PartStore parts) implements PartStore {
        @Override
        public void stage(JobId job, int part, Content bytes) {
            parts.stage(job, part, bytes);
        }

        @Override
        public void drop(JobId job) {
            parts.drop(job);
        }

        @Override
        public Optional<Content> find(JobId job, int part) {
            return part % 2 == 1 ? Optional.empty() : parts.find(job, part);
        }
    }
}
