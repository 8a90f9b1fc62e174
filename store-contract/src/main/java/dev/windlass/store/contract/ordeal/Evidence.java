package dev.windlass.store.contract.ordeal;

import dev.windlass.task.JobId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an audit proves, read while it grows. A life is the time from one start of the laborer to its kill. Used by one thread. */
public final class Evidence {
    private final AuditReader reader;

    private final Map<Integer, JobId> acknowledged = new HashMap<>();
    private final Set<Integer> enqueued = new HashSet<>();
    private final List<Start> starts = new ArrayList<>();
    private final List<Long> openMillis = new ArrayList<>();
    private final List<Kill> kills = new ArrayList<>();
    private final List<JobId> fenced = new ArrayList<>();
    private boolean drained;
    private int pauses;

    private final Map<JobId, Start> running = new LinkedHashMap<>();
    private final Set<Integer> unacknowledged = new HashSet<>();

    public Evidence(AuditReader reader) {
        this.reader = reader;
    }

    /** A run of a job, by the store's clock. */
    public record Start(JobId job, long fence, long micros, int life) {}

    /** How things stood when a life ended. */
    public record Kill(int running, int unacknowledged) {
        /** A kill at an idle moment proves little. */
        public boolean counts() {
            return running > 0 && unacknowledged > 0;
        }
    }

    /** Takes in what was written since the last call. */
    public Evidence read() throws IOException {
        reader.read().forEach(this::take);
        return this;
    }

    private void take(List<String> words) {
        switch (words.get(0)) {
            case "OPEN" -> openMillis.add(Long.parseLong(words.get(1)));
            case "ENQ" -> enqueue(Integer.parseInt(words.get(1)));
            case "ACK" -> acknowledge(Integer.parseInt(words.get(1)), JobId.parse(words.get(2)));
            case "START" -> start(words);
            case "END" -> running.remove(JobId.parse(words.get(1)));
            case "FENCED" -> fenced.add(JobId.parse(words.get(1)));
            case "DRAINED" -> drained = true;
            case "KILLED" -> killed();
            case "PAUSED" -> pauses++;
            default -> throw new IllegalStateException("the audit says " + words);
        }
    }

    private void enqueue(int key) {
        enqueued.add(key);
        unacknowledged.add(key);
    }

    private void acknowledge(int key, JobId job) {
        acknowledged.put(key, job);
        unacknowledged.remove(key);
    }

    private void start(List<String> words) {
        var job = JobId.parse(words.get(1));
        var start = new Start(job, Long.parseLong(words.get(2)), Long.parseLong(words.get(3)), kills.size());
        starts.add(start);
        running.put(job, start);
    }

    /** How things stand now. */
    Kill moment() {
        return new Kill(running.size(), unacknowledged.size());
    }

    /** The runs that have begun and not ended. */
    public List<Start> running() {
        return List.copyOf(running.values());
    }

    private void killed() {
        kills.add(moment());
        running.clear();
        unacknowledged.clear();
    }

    public Map<Integer, JobId> acknowledged() {
        return acknowledged;
    }

    Set<Integer> enqueued() {
        return enqueued;
    }

    public List<Start> starts() {
        return starts;
    }

    public List<Kill> kills() {
        return kills;
    }

    public List<JobId> fenced() {
        return fenced;
    }

    /** How long each opening of the store took; the first one made it. */
    public List<Long> openMillis() {
        return openMillis;
    }

    /** How often the process was stopped and let go on. */
    int pauses() {
        return pauses;
    }

    public boolean drained() {
        return drained;
    }
}
