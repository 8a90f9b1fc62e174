package dev.windlass.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.windlass.store.Attempt;
import dev.windlass.store.Job;
import dev.windlass.store.JobPage;
import dev.windlass.store.JobStore;
import dev.windlass.store.LogLine;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Prints jobs for people or, as JSON, for programs. */
final class JobPrinter {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final PrintWriter out;
    private final boolean json;

    JobPrinter(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    void page(JobPage page) {
        if (json) {
            var object = new LinkedHashMap<String, Object>();
            object.put("jobs", page.jobs().stream().map(JobPrinter::fields).toList());
            page.next().ifPresent(next -> object.put("next", next.toString()));
            print(object);
            return;
        }
        page.jobs()
                .forEach(job -> out.printf(
                        "%s  %-9s  %-20s  %s%n", job.id(), job.state(), printable(job.queue()), printable(job.task())));
        page.next().ifPresent(next -> out.println("there are more: add --after " + next));
    }

    void whole(Job job, JobStore store) {
        var attempts = store.attempts(job.id());
        var log = store.log(job.id());
        if (json) {
            var object = fields(job);
            object.put("attempts", attempts.stream().map(JobPrinter::fields).toList());
            object.put("log", log.stream().map(LogLine::text).toList());
            print(object);
            return;
        }
        fields(job).forEach((name, value) -> out.printf("%-9s %s%n", name, printable(value.toString())));
        attempts.forEach(attempt -> out.println(sentence(attempt)));
        log.forEach(line -> out.println("log       " + line.at() + " " + printable(line.text())));
    }

    private static String sentence(Attempt attempt) {
        return "attempt   " + attempt.number() + " " + attempt.outcome() + " on " + printable(attempt.host()) + " at "
                + attempt.ended()
                + attempt.ran().map(ran -> ", ran " + ran.toMillis() + " ms").orElse("")
                + attempt.error().map(error -> ": " + printable(error)).orElse("");
    }

    private static Map<String, Object> fields(Job job) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", job.id().toString());
        fields.put("task", job.task());
        fields.put("queue", job.queue());
        fields.put("lane", job.lane().name());
        fields.put("state", job.state().name());
        fields.put("failures", job.tally().failures());
        fields.put("losses", job.tally().losses());
        fields.put("releases", job.tally().releases());
        fields.put("accepted", job.accepted().toString());
        fields.put("since", job.since().toString());
        job.due().ifPresent(due -> fields.put("due", due.toString()));
        job.reason().ifPresent(reason -> fields.put("reason", reason.name()));
        job.error().ifPresent(error -> fields.put("error", error));
        job.progress().ifPresent(progress -> fields.put("progress", progress.done() + " of " + progress.total()));
        job.parent().ifPresent(parent -> fields.put("parent", parent.toString()));
        return fields;
    }

    private static Map<String, Object> fields(Attempt attempt) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("number", attempt.number());
        fields.put("outcome", attempt.outcome().name());
        fields.put("worker", attempt.worker().toString());
        fields.put("host", attempt.host());
        attempt.started().ifPresent(started -> fields.put("started", started.toString()));
        fields.put("ended", attempt.ended().toString());
        attempt.error().ifPresent(error -> fields.put("error", error));
        return fields;
    }

    /** Text of jobs is hostile: control characters could steer a terminal. */
    private static String printable(String text) {
        return text.replaceAll("\\R", " ").replaceAll("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}]", "?");
    }

    private void print(Map<String, ?> object) {
        try {
            out.println(JSON.writeValueAsString(object));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of strings and numbers is always JSON", e);
        }
    }
}
