package dev.windlass.benchmarks;

import dev.windlass.task.JobId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Jobs that run twice because their process was killed in the middle of a drain. They are those that had started and whose
 * outcome was not yet on the disk.
 */
final class KillReruns implements Measure {
    private static final long LOOK_NANOS = 200_000;

    @Override
    public String name() {
        return "kill";
    }

    @Override
    public void take(Setting setting, Report report) throws Exception {
        var jobs = setting.scale().drainJobs() / 4;
        var stored = Stored.jobs(setting.databases().fresh("kill-stored"), jobs);
        var again = new ArrayList<Double>();
        for (var round = 0; round < setting.scale().rounds(); round++) {
            again.add((double) killOnce(setting, stored, jobs));
        }
        report.figure("run again after a kill -9", "Windlass, of " + jobs + " jobs", Spread.of(again), "jobs");
    }

    private static long killOnce(Setting setting, Address stored, int jobs) throws Exception {
        var database = setting.databases().copy(stored, "kill");
        var starts = setting.workspace().fresh("kill.starts");
        var victim = Child.start(Victim.class, database.text(), starts.toString());
        while (victim.isAlive() && size(starts) < (long) jobs / 2 * JobId.BYTES) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        victim.destroyForcibly().waitFor();
        var killed = size(starts) / JobId.BYTES;
        if (killed >= jobs) {
            throw new IllegalStateException("the drain was over before the kill");
        }
        var heir = Child.start(Victim.class, database.text(), starts.toString());
        if (heir.waitFor() != 0) {
            throw new IllegalStateException("the drain after the kill failed");
        }
        return size(starts) / JobId.BYTES - distinct(starts, jobs);
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private static long distinct(Path starts, int jobs) throws IOException {
        var bytes = ByteBuffer.wrap(Files.readAllBytes(starts));
        List<JobId> ids = new ArrayList<>();
        var id = new byte[JobId.BYTES];
        while (bytes.remaining() >= id.length) {
            bytes.get(id);
            ids.add(JobId.of(id));
        }
        var distinct = ids.stream().distinct().count();
        if (distinct != jobs) {
            throw new IllegalStateException(jobs + " jobs were stored, and " + distinct + " ran");
        }
        return distinct;
    }
}
