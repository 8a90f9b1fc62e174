package dev.windlass.benchmarks;

import java.util.concurrent.CountDownLatch;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;

/** The same job as JobRunr wants it: 100 bytes of payload. */
record JobRunrLetter(String text) implements JobRequest {
    static final JobRunrLetter SAMPLE = new JobRunrLetter(Letter.SAMPLE.text());

    @Override
    public Class<Reader> getJobRequestHandler() {
        return Reader.class;
    }

    /** Does nothing but count. Public because JobRunr looks for public methods. */
    public static final class Reader implements JobRequestHandler<JobRunrLetter> {
        private final CountDownLatch left;

        Reader(CountDownLatch left) {
            this.left = left;
        }

        @Override
        public void run(JobRunrLetter letter) {
            left.countDown();
        }
    }
}
