package dev.windlass.benchmarks;

import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;

/** The same job as JobRunr wants it: 100 bytes of payload. */
record JobRunrLetter(String text) implements JobRequest {
    @Override
    public Class<Reader> getJobRequestHandler() {
        return Reader.class;
    }

    /** Does nothing but tell. Public because JobRunr looks for public methods. */
    public static final class Reader implements JobRequestHandler<JobRunrLetter> {
        private final Contender.Started started;

        Reader(Contender.Started started) {
            this.started = started;
        }

        @Override
        public void run(JobRunrLetter letter) {
            started.at(System.nanoTime(), letter.text());
        }
    }
}
