package dev.windlass.transfer;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.windlass.store.Attempt;
import dev.windlass.store.LogLine;
import dev.windlass.store.NewJob;
import dev.windlass.store.Note;
import dev.windlass.store.Progress;
import dev.windlass.store.Tally;
import dev.windlass.store.TermsText;
import dev.windlass.store.Transfer;
import dev.windlass.store.WorkerId;
import dev.windlass.task.DeadReason;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Lane;
import dev.windlass.task.LimitKey;
import dev.windlass.task.OneLine;
import dev.windlass.task.Outcome;
import dev.windlass.task.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A job as its line says it. Here what is left out is null; it goes no further. */
record JobLine(
        String id,
        String task,
        String queue,
        Lane lane,
        JobState state,
        Instant accepted,
        Instant since,
        @Nullable Instant due,
        @Nullable String parent,
        Body payload,
        @Nullable JsonNode terms,
        long fence,
        Tally tally,
        @Nullable Boolean suspect,
        @Nullable Instant first,
        @Nullable DeadReason reason,
        @JsonProperty("keep-until") @Nullable Instant keepUntil,
        @Nullable Body checkpoint,
        @Nullable Body result,
        @Nullable List<Try> attempts,
        @Nullable Held key,
        @Nullable List<LimitKey> places,
        @JsonAlias("called-off") @Nullable Duration cancelled,
        @Nullable Progress progress,
        @Nullable List<Line> log) {

    /** A unique key. */
    record Held(@Nullable Instant until) {
        static Held of(Transfer.Key key) {
            return new Held(key.until().orElse(null));
        }

        Transfer.Key key() {
            return new Transfer.Key(Optional.ofNullable(until));
        }
    }

    /** A line of its log. */
    record Line(Instant at, long fence, String text) {
        LogLine kept() {
            return new LogLine(given("at", at), fence, Note.cut(given("text", text)));
        }
    }

    /** An attempt. */
    record Try(
            long fence,
            int number,
            Outcome outcome,
            String worker,
            @Nullable String host,
            @Nullable Instant started,
            Instant ended,
            @Nullable Duration ran,
            @Nullable String error) {
        static Try of(Attempt attempt) {
            return new Try(
                    attempt.fence(),
                    attempt.number(),
                    attempt.outcome(),
                    attempt.worker().toString(),
                    attempt.host(),
                    attempt.started().orElse(null),
                    attempt.ended(),
                    attempt.ran().orElse(null),
                    attempt.error().orElse(null));
        }

        Attempt attempt() {
            return new Attempt(
                    fence,
                    number,
                    given("outcome", outcome),
                    new WorkerId(Long.parseUnsignedLong(given("worker", worker), 16)),
                    host == null ? "" : host,
                    Optional.ofNullable(started),
                    given("ended", ended),
                    Optional.ofNullable(ran),
                    Optional.ofNullable(error));
        }
    }

    static JobLine of(Transfer transfer, Function<String, JsonNode> tree) {
        var job = transfer.job();
        var past = transfer.past();
        var beside = transfer.beside();
        return new JobLine(
                job.id().toString(),
                job.task(),
                job.queue(),
                job.lane(),
                past.state(),
                past.accepted(),
                past.since(),
                past.state() == JobState.SCHEDULED ? job.due().from(Instant.EPOCH) : null,
                job.parent().map(JobId::toString).orElse(null),
                Body.of(job.payload()),
                job.terms().equals(Terms.NONE) ? null : tree.apply(TermsText.write(job.terms())),
                past.fence(),
                past.tally(),
                past.suspect() ? Boolean.TRUE : null,
                past.first().orElse(null),
                past.reason().orElse(null),
                past.keepUntil().orElse(null),
                past.checkpoint().map(Body::of).orElse(null),
                past.result().map(Body::of).orElse(null),
                past.attempts().stream().map(Try::of).toList(),
                beside.key().map(Held::of).orElse(null),
                beside.places(),
                beside.cancelled().orElse(null),
                beside.progress().orElse(null),
                beside.log().stream()
                        .map(line -> new Line(line.at(), line.fence(), line.text()))
                        .toList());
    }

    /** The job, checked as far as it can be without its store. */
    Transfer transfer() {
        return new Transfer(
                new NewJob(
                        JobId.parse(given("id", id)),
                        given("task", task),
                        given("queue", queue),
                        given("lane", lane),
                        state == JobState.SCHEDULED ? Due.at(given("due", due)) : Due.NOW,
                        given("payload", payload).content(),
                        Optional.ofNullable(parent).map(JobId::parse),
                        terms == null ? Terms.NONE : TermsText.read(terms.toString())),
                new Transfer.Past(
                        given("accepted", accepted),
                        given("state", state),
                        given("since", since),
                        fence,
                        given("tally", tally),
                        Boolean.TRUE.equals(suspect),
                        Optional.ofNullable(first),
                        Optional.ofNullable(reason),
                        Optional.ofNullable(keepUntil),
                        Optional.ofNullable(checkpoint).map(Body::content),
                        Optional.ofNullable(result).map(Body::content),
                        attempts == null
                                ? List.of()
                                : attempts.stream().map(Try::attempt).toList()),
                new Transfer.Beside(
                        Optional.ofNullable(key).map(Held::key),
                        places == null ? List.of() : places,
                        Optional.ofNullable(cancelled),
                        Optional.ofNullable(progress),
                        log == null ? List.of() : log.stream().map(Line::kept).toList()));
    }

    static <T> T given(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("it says no " + OneLine.quoted(name));
        }
        return value;
    }
}
