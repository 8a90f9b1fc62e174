package dev.windlass.task;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * When a failed job gets another attempt, and how long it waits for it.
 *
 * <pre>{@code
 * Retry.exponential(ofSeconds(1), ofMinutes(10)).attempts(8)
 *         .on(SocketTimeoutException.class, Retry.fixed(ofSeconds(5)).within(ofHours(1)))
 *         .on(IllegalArgumentException.class, Retry.none())
 * }</pre>
 *
 * <p><b>Limits.</b> With {@link #attempts(int)} a job is dead after so many attempts, with {@link #within} once so much
 * time has passed since its first attempt began. With both it is dead only when <em>both</em> are reached, App Engine's
 * rule: many attempts in the first minute of an outage do not use up a job that may try for a day. With neither it is
 * dead after {@value #DEFAULT_ATTEMPTS} attempts: retries without end are a choice ({@link #unlimited()}), not an
 * accident. The age is looked at when an attempt fails, so that the last attempt may begin up to one wait later.
 *
 * <p>Only attempts that failed or timed out count. A worker that died, a release and a snooze use up no attempt.
 *
 * <p>Immutable, and pure: time and chance are given to {@link #decide}. Equal policies are {@link #equals equal}. Each
 * method that changes something answers a new policy. All refuse nonsense with an {@link IllegalArgumentException}.
 *
 * @param backoff the waits
 * @param attempts the limit of attempts, the first one counted
 * @param within the limit of age, counted from the start of the first attempt
 * @param exceptions policies for certain exceptions; see {@link #on}
 */
public record Retry(
        Backoff backoff,
        OptionalInt attempts,
        Optional<Duration> within,
        Map<Class<? extends Throwable>, Retry> exceptions) {

    /** The attempts of a policy that names no limit: 25. */
    public static final int DEFAULT_ATTEMPTS = 25;

    /** The first wait of {@link #standard()}: up to 1 second. */
    public static final Duration DEFAULT_FIRST = Duration.ofSeconds(1);

    /** The longest wait of {@link #standard()}: 6 hours. */
    public static final Duration DEFAULT_CAP = Duration.ofHours(6);

    /** The longest {@link #within}: 365,250 days, as for every delay. */
    public static final Duration LONGEST_AGE = DelayText.LONGEST;

    /** @throws IllegalArgumentException if a limit is outside its bounds, or an exception's policy has exceptions */
    public Retry {
        attempts.ifPresent(Retry::requireAttempts);
        within.ifPresent(Retry::requireAge);
        exceptions = Map.copyOf(exceptions);
        exceptions.forEach(Retry::requirePlain);
    }

    /**
     * The policy of a queue that names none: exponential from 1 second to 6 hours, full jitter, 25 attempts.
     *
     * <p>The waits add up to 63 hours at most and half of that on average: an outage of a night needs nobody. A longer
     * cap costs little, since no wait is longer than the outage so far.
     */
    public static Retry standard() {
        return exponential(DEFAULT_FIRST, DEFAULT_CAP);
    }

    /**
     * Doubling waits with full jitter: before retry n anything from 0 to {@code min(cap, first * 2^(n-1))}.
     *
     * <p>A wait close to nothing is meant. Chance over the whole span keeps jobs that failed together from coming back
     * together and does so with the fewest attempts in sum (M. Brooker, "Exponential Backoff And Jitter", 2015); the
     * price is that a single wait says little, only their sum does. Where the other side needs a rest in any case,
     * {@code jitter(0.5)} waits at least half.
     */
    public static Retry exponential(Duration first, Duration cap) {
        return of(new Backoff(first, cap, Backoff.ALWAYS_DOUBLING, Backoff.FULL_JITTER));
    }

    /** Waits that grow by a step, {@code min(cap, n * step)} before retry n; exact unless {@link #jitter} is added. */
    public static Retry linear(Duration step, Duration cap) {
        return of(new Backoff(step, cap, 0, Backoff.NO_JITTER));
    }

    /** The same wait before every retry, exact unless {@link #jitter} is added. */
    public static Retry fixed(Duration wait) {
        return linear(wait, wait);
    }

    /**
     * App Engine's and Cloud Tasks' rule, without jitter: waits double so many times and then grow in even steps.
     *
     * <p>{@code doublings(ofSeconds(10), ofSeconds(300), 3)} waits 10, 20, 40, 80, 160, 240, 300, 300 seconds. See
     * {@link Backoff} for the formula.
     */
    public static Retry doublings(Duration min, Duration max, int doublings) {
        return of(new Backoff(min, max, doublings, Backoff.NO_JITTER));
    }

    /** One attempt: a job that fails is dead. */
    public static Retry none() {
        return standard().attempts(1);
    }

    /** At most so many attempts, the first one counted; beside {@link #within} both limits must be reached. */
    public Retry attempts(int most) {
        return new Retry(backoff, OptionalInt.of(most), within, exceptions);
    }

    /**
     * No end: a job retries until it succeeds or is cancelled.
     *
     * <p>The same as {@code attempts(Integer.MAX_VALUE)}, which no job lives to see. An age limit beside it ends
     * nothing, since both would have to be reached.
     */
    public Retry unlimited() {
        return attempts(Integer.MAX_VALUE);
    }

    /** No attempt after one fails at more than this age; alone it takes the place of the default limit of attempts. */
    public Retry within(Duration age) {
        return new Retry(backoff, attempts, Optional.of(Given.to("within", "an age", age)), exceptions);
    }

    /** The share of every wait that is left to chance: 0 waits exactly, 0.1 up to a tenth less, 1 is full jitter. */
    public Retry jitter(double share) {
        return new Retry(backoff.withJitter(share), attempts, within, exceptions);
    }

    /**
     * Another policy for attempts that fail with this exception or a subclass; the nearest superclass named wins.
     *
     * <p>It replaces this policy as a whole, limits included, and is asked about the exception as thrown, not its
     * causes. Attempts and age are counted over all failures of the job, whatever they failed with. Naming an exception
     * again replaces its policy.
     *
     * @throws IllegalArgumentException if the policy has exceptions of its own: they belong on this one
     */
    public Retry on(Class<? extends Throwable> error, Retry policy) {
        var all = new HashMap<>(exceptions);
        all.put(Given.to("on", "a type of exception", error), Given.to("on", "a retry policy", policy));
        return new Retry(backoff, attempts, within, all);
    }

    /**
     * What becomes of a job after this failure.
     *
     * @param chance a draw from [0, 1), uniform; the same failure and draw give the same decision
     * @throws IllegalArgumentException if chance is outside [0, 1)
     */
    public Decision decide(Failed failed, double chance) {
        var policy = policyFor(Given.to("decide", "a failure", failed).error());
        var wait = policy.backoff.before(failed.attempt(), chance);
        return policy.exhaustedBy(failed) ? new Decision.Exhausted() : new Decision.Later(wait);
    }

    /**
     * An attempt that failed or timed out.
     *
     * @param attempt which attempt of the job it was, from 1
     * @param age the time since the first attempt began; below zero is taken as zero, since the clock of a database may
     *     step back at a failover and a job must not stumble over it
     * @param error the class of what was thrown
     */
    public record Failed(int attempt, Duration age, Class<? extends Throwable> error) {
        /** @throws IllegalArgumentException if attempt is below 1 */
        public Failed {
            if (attempt < 1) {
                throw new IllegalArgumentException("attempt is " + attempt + ", attempts are counted from 1");
            }
            age = age.isNegative() ? Duration.ZERO : age;
        }
    }

    /** What becomes of a job after a failure. */
    public sealed interface Decision {
        /** Another attempt after this wait, counted from the failure; zero is at once. */
        record Later(Duration after) implements Decision {}

        /** No further attempt: the job is dead. */
        record Exhausted() implements Decision {}
    }

    private static Retry of(Backoff backoff) {
        return new Retry(backoff, OptionalInt.empty(), Optional.empty(), Map.of());
    }

    private Retry policyFor(Class<?> error) {
        for (Class<?> kind = error; kind != null; kind = kind.getSuperclass()) {
            var policy = exceptions.get(kind);
            if (policy != null) {
                return policy;
            }
        }
        return this;
    }

    private boolean exhaustedBy(Failed failed) {
        boolean old = within.map(limit -> failed.age().compareTo(limit) > 0).orElse(true);
        // Beside an age an unset limit of attempts counts as reached; alone it is the default.
        int most = attempts.orElse(within.isPresent() ? 0 : DEFAULT_ATTEMPTS);
        return old && failed.attempt() >= most;
    }

    private static void requireAttempts(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("attempts of a retry policy is " + most
                    + ", the least is 1, the first attempt; give 1 for no retries, or unlimited()");
        }
    }

    private static void requireAge(Duration age) {
        if (age.isNegative() || age.isZero() || age.compareTo(LONGEST_AGE) > 0) {
            throw new IllegalArgumentException(
                    "age limit of a retry policy is " + DelayText.words(age) + ", it must be above zero and at most "
                            + LONGEST_AGE.toDays() + " days; give such an age, or none");
        }
    }

    private static void requirePlain(Class<? extends Throwable> error, Retry policy) {
        if (!policy.exceptions.isEmpty()) {
            throw new IllegalArgumentException("retry policy for " + error.getName()
                    + " has policies for exceptions of its own; put them on the outer policy with on()");
        }
    }
}
