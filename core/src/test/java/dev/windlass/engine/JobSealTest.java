package dev.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.task.Content;
import dev.windlass.task.DamagedException;
import dev.windlass.task.Encryption;
import dev.windlass.task.JobId;
import dev.windlass.task.KeyRing;
import dev.windlass.task.UnreadableException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class JobSealTest {
    private static final JobId JOB = JobId.parse("019280b0-0000-7000-8000-000000000001");
    private static final JobId OTHER = JobId.parse("019280b0-0000-7000-8000-000000000002");
    private static final Content TEXT = Content.json("{\"card\": \"4711\"}", 3);

    private static final String FIRST_FORM =
            "0100026b3100106170706c69636174696f6e2f6a736f6e0000000000000000000000000a3d37267a"
                    + "66173de14f712c42ef5814431dc49a7a3a38578a4033b01c91bdda";

    private static final String TODAY =
            "0200026b3157f4510c127a129e00106170706c69636174696f6e2f6a736f6e0000000000000000000000000a3d37267a"
                    + "66173de14f712c42ef5814431dc49a7a3a38578a4033b01c91bdda";

    private final Seal seal = seal(7);
    private final JobSeal job = seal.on(JOB, "pay", "default");

    private static Seal seal(int fill) {
        return Seal.of(Optional.of(Encryption.with(ring(fill))), bytes -> new byte[bytes]);
    }

    private static KeyRing ring(int fill) {
        var key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return KeyRing.of("k1", key);
    }

    @Test
    void what_was_closed_opens_as_it_was_with_its_version_in_the_open() throws Exception {
        var stored = job.close(Piece.PAYLOAD, TEXT);

        assertThat(stored.version()).isEqualTo(3);
        assertThat(stored.text()).doesNotContain("4711", "card");
        assertThat(job.open(Piece.PAYLOAD, stored)).isEqualTo(TEXT);
    }

    /** What is stored today is read by every version to come: these bytes never change. */
    @Test
    void form_on_the_disk_is_this_one() throws Exception {
        var stored = job.close(Piece.PAYLOAD, TEXT);

        assertThat(HexFormat.of().formatHex(stored.bytes())).isEqualTo(TODAY);
    }

    @Nested
    class OfTheFirstForm {
        private final Content stored =
                Content.of("application/vnd.windlass.sealed", 3, HexFormat.of().parseHex(FIRST_FORM));

        @Test
        void opens_as_it_did() throws Exception {
            assertThat(job.open(Piece.PAYLOAD, stored)).isEqualTo(TEXT);
        }

        @Test
        void and_where_it_does_not_nobody_can_tell_whether_the_key_is_wrong() {
            assertThatThrownBy(() -> seal(8).on(JOB, "pay", "default").open(Piece.PAYLOAD, stored))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessage("the payload of job " + JOB + " does not open with key \"k1\": that is another key"
                            + " than it was encrypted under, or it was changed, or stored for another job or task;"
                            + " check the key first");
        }
    }

    @Test
    void another_key_under_the_same_id_is_told_from_damage() {
        var stored = job.close(Piece.PAYLOAD, TEXT);

        assertThatThrownBy(() -> seal(8).on(JOB, "pay", "default").open(Piece.PAYLOAD, stored))
                .isInstanceOf(UnreadableException.class)
                .hasMessage("the payload of job " + JOB + " was encrypted under another key \"k1\" than the one in the"
                        + " key ring here; check the key, nothing is lost");
    }

    @Test
    void a_form_of_a_later_release_is_no_damage() {
        var bytes = job.close(Piece.PAYLOAD, TEXT).bytes().clone();
        bytes[0] = 3;

        assertThatThrownBy(() -> job.open(Piece.PAYLOAD, Content.of("application/vnd.windlass.sealed", 3, bytes)))
                .isInstanceOf(UnreadableException.class)
                .hasMessage("the payload of job " + JOB + " is encrypted in form 3, known here are 1 to 2; run it with"
                        + " the release that wrote it, or a later one");
    }

    @Test
    void jobs_of_tasks_that_are_not_encrypted_keep_the_very_object_and_make_no_nonce() throws Exception {
        var some = Seal.of(Optional.of(Encryption.with(ring(7)).inQueues("secret")), bytes -> {
            throw new AssertionError("a nonce was drawn");
        });
        for (var plain : new JobSeal[] {some.on(JOB, "pay", "default"), Seal.NONE.on(JOB, "pay", "default")}) {
            assertThat(plain.close(Piece.PAYLOAD, TEXT)).isSameAs(TEXT);
            assertThat(plain.open(Piece.PAYLOAD, TEXT)).isSameAs(TEXT);
        }
    }

    @Nested
    class Bound {
        private final Content stored = job.close(Piece.PAYLOAD, TEXT);

        @Test
        void to_its_job() {
            assertRefused(seal.on(OTHER, "pay", "default"), Piece.PAYLOAD, stored);
        }

        @Test
        void to_its_task() {
            assertRefused(seal.on(JOB, "refund", "default"), Piece.PAYLOAD, stored);
        }

        @Test
        void to_its_place_in_the_job() {
            assertRefused(job, Piece.RESULT, stored);
            assertRefused(job, Piece.part(1), job.close(Piece.part(0), TEXT));
            assertRefused(job, Piece.lastPart(0), job.close(Piece.part(0), TEXT));
        }

        @Test
        void to_the_version_of_its_content() {
            assertRefused(job, Piece.PAYLOAD, Content.of(stored.type(), 4, stored.bytes()));
        }

        @Test
        void by_every_bit_of_it() {
            for (var bit = 0; bit < stored.size() * 8; bit++) {
                var bytes = stored.bytes().clone();
                bytes[bit / 8] ^= (byte) (1 << bit % 8);
                var changed = Content.of(stored.type(), 3, bytes);
                assertThatThrownBy(() -> job.open(Piece.PAYLOAD, changed))
                        .message()
                        .startsWith("the payload of job " + JOB)
                        .doesNotContain("\n");
            }
        }

        private void assertRefused(JobSeal where, Piece piece, Content content) {
            assertThatThrownBy(() -> where.open(piece, content))
                    .isInstanceOf(DamagedException.class)
                    .message()
                    .isEqualTo(
                            piece.said() + " of job " + where.job() + " does not open with key \"k1\": it was changed,"
                                    + " or stored for another job or task; enqueue the job anew");
        }
    }
}
