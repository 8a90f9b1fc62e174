package dev.windlass.server;

import dev.windlass.store.Job;
import dev.windlass.task.Content;
import dev.windlass.task.Secrets;
import dev.windlass.task.Terms;
import java.util.Map;

/** How much of a job is shown: by default no value that looks like a secret, or that its task has marked as one. */
enum Sight {
    MASKED {
        @Override
        Map<String, String> headers(Terms terms) {
            return Secrets.masked(terms.headers());
        }

        @Override
        String content(Content content, Job job) {
            return Secrets.shown(content, job.terms().headers());
        }
    },
    REVEALED {
        @Override
        Map<String, String> headers(Terms terms) {
            return terms.headers();
        }

        @Override
        String content(Content content, Job job) {
            return content.type().equals(Content.JSON) ? content.text() : content.toString();
        }
    };

    abstract Map<String, String> headers(Terms terms);

    abstract String content(Content content, Job job);
}
