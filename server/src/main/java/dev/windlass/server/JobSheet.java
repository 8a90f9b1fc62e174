package dev.windlass.server;

import dev.windlass.store.Attempt;
import dev.windlass.store.Job;
import dev.windlass.store.JobStore;
import dev.windlass.store.LogLine;
import dev.windlass.task.DelayText;
import dev.windlass.task.Due;
import dev.windlass.task.LimitKey;
import dev.windlass.task.Terms;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A job as people and programs are shown it. */
final class JobSheet {
    private JobSheet() {}

    /** One line of a list. */
    static String line(Job job) {
        return String.format(Locale.ROOT, "%s  %-9s  %-20s  %s", job.id(), job.state(), job.queue(), job.task());
    }

    /** A job with its past, and why it does not run. */
    static Answer whole(Job job, String why, JobStore store, Sight sight) {
        var attempts = store.attempts(job.id());
        var log = store.log(job.id());
        var json = fields(job, sight);
        store.payload(job.id()).ifPresent(payload -> json.put("payload", sight.content(payload, job)));
        store.result(job.id()).ifPresent(result -> json.put("result", sight.content(result, job)));
        json.put("why", why);
        var lines = new ArrayList<String>();
        json.forEach((name, value) -> lines.add(String.format(Locale.ROOT, "%-9s %s", name, text(value))));
        attempts.forEach(attempt -> lines.add(sentence(attempt)));
        log.forEach(line -> lines.add("log       " + line.at() + " " + line.text()));
        json.put("attempts", attempts.stream().map(JobSheet::fields).toList());
        json.put("log", log.stream().map(LogLine::text).toList());
        return Answer.given(lines, json);
    }

    private static String text(Object value) {
        return value instanceof List<?> list
                ? String.join(", ", list.stream().map(String::valueOf).toList())
                : value.toString();
    }

    private static String sentence(Attempt attempt) {
        return "attempt   " + attempt.number() + " " + attempt.outcome() + " on " + attempt.host()
                + attempt.started().map(started -> ", started " + started).orElse(", never started")
                + attempt.ran().map(ran -> ", ran " + ran.toMillis() + " ms").orElse("") + ", ended " + attempt.ended()
                + attempt.error().map(error -> ": " + error).orElse("");
    }

    static Map<String, Object> fields(Job job, Sight sight) {
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
        job.waiting().ifPresent(reason -> fields.put("waiting", reason.name()));
        job.due().ifPresent(due -> fields.put("due", due.toString()));
        job.reason().ifPresent(reason -> fields.put("reason", reason.name()));
        job.error().ifPresent(error -> fields.put("error", error));
        job.progress().ifPresent(progress -> fields.put("progress", progress.done() + " of " + progress.total()));
        job.parent().ifPresent(parent -> fields.put("parent", parent.toString()));
        addTerms(job.terms(), sight, fields);
        return fields;
    }

    private static void addTerms(Terms terms, Sight sight, Map<String, Object> fields) {
        terms.unique().ifPresent(unique -> fields.put("unique", unique.key()));
        if (!terms.limits().isEmpty()) {
            fields.put("limits", limits(terms));
        }
        if (!terms.tags().isEmpty()) {
            fields.put("tags", terms.tags());
        }
        if (!terms.headers().isEmpty()) {
            fields.put("headers", sight.headers(terms));
        }
        terms.timeout().ifPresent(timeout -> fields.put("timeout", DelayText.format(timeout)));
        terms.expires()
                .ifPresent(expires -> fields.put("expires", instant(expires).toString()));
    }

    private static List<String> limits(Terms terms) {
        return terms.limits().stream().map(LimitKey::toString).toList();
    }

    /** A store gives instants back. */
    private static Instant instant(Due resolved) {
        return resolved.from(Instant.MIN);
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
}
