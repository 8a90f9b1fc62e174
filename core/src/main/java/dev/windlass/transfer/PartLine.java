package dev.windlass.transfer;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.windlass.task.Content;
import dev.windlass.task.JobId;

/** A part of a payload that is too large for a row, as its line says it. All parts stand right before their job, in their order. */
record PartLine(@JsonProperty("part-of") String job, int part, Body body) {
    /** What only such a line has. */
    static final String MARK = "part-of";

    static PartLine of(JobId job, int part, Content content) {
        return new PartLine(job.toString(), part, Body.of(content));
    }

    JobId id() {
        return JobId.parse(JobLine.given(MARK, job));
    }

    Content content() {
        return JobLine.given("body", body).content();
    }
}
