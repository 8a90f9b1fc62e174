package dev.windlass.benchmarks;

import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.SchedulerException;

/** The same job as Quartz wants it. Public, as its constructor, because Quartz makes one for each run. */
public final class QuartzLetter implements Job {
    static final String STARTED = "started";
    static final String TEXT = "text";

    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
        var nanos = System.nanoTime();
        try {
            var listener = context.getScheduler().getContext().get(STARTED);
            if (listener instanceof Contender.Started started) {
                started.at(nanos, context.getTrigger().getJobDataMap().getString(TEXT));
            }
        } catch (SchedulerException e) {
            throw new JobExecutionException(e);
        }
    }
}
