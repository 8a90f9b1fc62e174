package dev.windlass.engine;

import static java.util.stream.Collectors.partitioningBy;

import dev.windlass.store.Accepted;
import dev.windlass.store.JobStore;
import dev.windlass.store.NewJob;
import dev.windlass.store.StoreException;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.QueueFullException;
import dev.windlass.task.WindlassException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Groups concurrent enqueues into one accept, so that callers share commits.
 *
 * <p>Callers that enqueue again and again, each waiting for its answer, fall into two groups that take turns: one comes back while the
 * other's accept is under way. So an accept waits a moment for those whom the last one has released, and all share each commit.
 *
 * <p>A batch that got no answer is repeated as it was: the ids in it make the repeat harmless. A request is answered when its jobs
 * are durable, or when its patience has run out; then nobody knows whether the last try took effect, and the error says so.
 * {@link #submit} may be called by any thread; {@link #run} by one at a time.
 */
public final class Accepter implements Duty {
    /** Most jobs that may wait to be accepted; beyond it enqueues are refused before anything was accepted. */
    public static final int MOST_WAITING = 100_000;

    /** Most bytes of jobs that may wait to be accepted: 64 MiB. */
    public static final long MOST_WAITING_BYTES = 64L << 20;

    /** Longest wait for those whom the last accept has released: who has not come back by then has something else to do. */
    private static final Duration GATHERING = Duration.ofNanos(200_000);

    private static final Duration IDLE = Duration.ofSeconds(1);

    private record Request(List<NewJob> jobs, long weight, long since, CompletableFuture<Accepted> answer) {}

    private final JobStore store;
    private final JobIds ids;
    private final Ticker ticker;
    private final Hints hints;
    private final Duration patience;

    /** Guarded by itself, with {@code waitingJobs}. */
    private final Deque<Request> waiting = new ArrayDeque<>();

    private int waitingJobs;
    private long waitingBytes;

    /** How many requests the next accept waits for, until the time of gathering is over. Guarded by {@code waiting}. */
    private int expected;

    /** When the last accept was answered. */
    private long released;

    /** What the accept that is under way carries. Written by the duty's caller alone; others only ask whether it is empty. */
    private volatile List<Request> batch = List.of();

    /** How many requests of the batch, from its beginning, are accepted together. */
    private int together;

    /** Guarded by {@code waiting}. */
    private boolean closed;

    public Accepter(JobStore store, JobIds ids, Ticker ticker, Hints hints, Duration patience) {
        this.store = store;
        this.ids = ids;
        this.ticker = ticker;
        this.hints = hints;
        this.patience = patience;
    }

    /** Hands jobs over, all of which become durable together. Within the bounds of one accept. */
    public CompletableFuture<Accepted> submit(List<NewJob> jobs) {
        var weight = jobs.stream().mapToLong(NewJob::weight).sum();
        var request = new Request(jobs, weight, ticker.nanos(), new CompletableFuture<>());
        boolean wakes;
        synchronized (waiting) {
            if (closed) {
                throw stopped();
            }
            if (waitingBytes + weight > MOST_WAITING_BYTES && waitingJobs > 0) {
                throw new WindlassException(
                        ErrorCode.OVERLOADED,
                        waitingBytes + " bytes of jobs wait to be accepted, the limit is " + MOST_WAITING_BYTES
                                + "; nothing was accepted, enqueue again later or wait for earlier answers");
            }
            if (waitingJobs + jobs.size() > MOST_WAITING) {
                throw new WindlassException(
                        ErrorCode.OVERLOADED,
                        waitingJobs + " jobs wait to be accepted, the limit is " + MOST_WAITING
                                + "; nothing was accepted, enqueue again later or wait for earlier answers");
            }
            waiting.add(request);
            waitingJobs += jobs.size();
            waitingBytes += weight;
            wakes = waiting.size() == 1 || isGathered();
        }
        if (wakes) {
            hints.accepting();
        }
        return request.answer();
    }

    @Override
    public Next run() {
        if (batch.isEmpty()) {
            var wait = untilGathered();
            if (!wait.isZero()) {
                return Next.after(wait);
            }
            batch = takeBatch();
            together = batch.size();
        }
        var company = batch.subList(0, Math.min(together, batch.size()));
        try {
            accept(company);
            leave(company);
        } catch (RuntimeException e) {
            refused(company, e);
        }
        return Next.now();
    }

    /** How long to wait for more requests; zero if the next accept has what it waited for. */
    private Duration untilGathered() {
        synchronized (waiting) {
            if (waiting.isEmpty()) {
                return IDLE;
            }
            if (isGathered()) {
                return Duration.ZERO;
            }
        }
        var left = GATHERING.minus(ticker.since(released));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Called with {@code waiting} held. */
    private boolean isGathered() {
        return waiting.size() >= expected || waitingJobs >= JobStore.MOST_JOBS || waitingBytes >= JobStore.MOST_BYTES;
    }

    private void accept(List<Request> requests) {
        var jobs = requests.stream().flatMap(request -> request.jobs().stream()).toList();
        // Before the jobs are there: a claimer that slept is awake, and in line behind this accept, when it commits.
        hints.claiming();
        var accepted = store.accept(jobs);
        ids.saw(accepted.at());
        hints.claiming();
        if (!accepted.firsts().isEmpty() || jobs.stream().anyMatch(job -> wantsUpkeep(job, accepted))) {
            hints.upkeep();
        }
        expect(requests.size());
        requests.forEach(request -> request.answer().complete(accepted));
    }

    /** So many are released, and join those who wait already. */
    private void expect(int coming) {
        synchronized (waiting) {
            expected = waiting.size() + coming;
        }
        released = ticker.nanos();
    }

    private static boolean wantsUpkeep(NewJob job, Accepted accepted) {
        return !job.terms().limits().isEmpty() || job.due().from(accepted.at()).isAfter(accepted.at());
    }

    /** These requests are answered. Those that are left were to be tried one by one. */
    private void leave(List<Request> answered) {
        batch = batch.subList(answered.size(), batch.size());
        together = 1;
    }

    private void refused(List<Request> company, RuntimeException e) {
        if (e instanceof StoreException trouble && trouble.code() == ErrorCode.STORE_DOWN) {
            giveUpImpatient(e);
            // Who was refused has the answer, and the next caller shall have it as soon: only what is repeated waits.
            if (!batch.isEmpty()) {
                throw e;
            }
        } else if (company.size() > 1 && e instanceof QueueFullException full) {
            var queue = full.refusal().queue();
            setApart(company, job -> job.queue().equals(queue));
        } else if (company.size() > 1 && e instanceof StoreException busy && busy.code() == ErrorCode.BUSY_KEY) {
            setApart(company, job -> job.terms().unique().isPresent());
        } else if (company.size() > 1 && StoreException.concernsCall(e)) {
            // One request that the store cannot digest must not fail those that share its batch.
            together = 1;
        } else {
            leave(company);
            company.forEach(request -> request.answer().completeExceptionally(e));
        }
    }

    /**
     * Those with jobs that may be refused, for a full queue or a busy key, come one by one, as many as can, and after all others: these
     * still share one commit.
     */
    private void setApart(List<Request> company, Predicate<NewJob> refused) {
        var byFate = company.stream()
                .collect(partitioningBy(request -> request.jobs().stream().anyMatch(refused)));
        var others = byFate.getOrDefault(false, List.of());
        var next = new ArrayList<>(others);
        next.addAll(byFate.getOrDefault(true, List.of()));
        next.addAll(batch.subList(company.size(), batch.size()));
        batch = next;
        together = Math.max(1, others.size());
    }

    private List<Request> takeBatch() {
        var taken = new ArrayList<Request>();
        var jobs = 0;
        var bytes = 0L;
        synchronized (waiting) {
            while (!waiting.isEmpty()) {
                var request = waiting.peekFirst();
                jobs += request.jobs().size();
                bytes += request.weight();
                if (!taken.isEmpty() && (jobs > JobStore.MOST_JOBS || bytes > JobStore.MOST_BYTES)) {
                    break;
                }
                taken.add(waiting.removeFirst());
                waitingJobs -= request.jobs().size();
                waitingBytes -= request.weight();
            }
        }
        return taken;
    }

    /** Gives up requests whose patience has run out. */
    private void giveUpImpatient(RuntimeException thrown) {
        var kept = new ArrayList<Request>();
        for (var request : batch) {
            if (ticker.since(request.since()).compareTo(patience) < 0) {
                kept.add(request);
            } else {
                request.answer().completeExceptionally(thrown);
            }
        }
        batch = kept;
    }

    /** Takes nothing more, and answers whatever still waits: no caller waits for ever. After the last {@link #run}. */
    public void close() {
        var left = new ArrayList<>(batch);
        batch = List.of();
        synchronized (waiting) {
            closed = true;
            left.addAll(waiting);
            waiting.clear();
        }
        left.forEach(request -> request.answer().completeExceptionally(stopped()));
    }

    private static WindlassException stopped() {
        return new WindlassException(
                ErrorCode.STOPPED,
                "this Windlass was stopped before the store had answered; nobody knows whether the jobs were accepted");
    }

    /** Whether nothing waits. */
    public boolean isIdle() {
        synchronized (waiting) {
            return waiting.isEmpty() && batch.isEmpty();
        }
    }
}
