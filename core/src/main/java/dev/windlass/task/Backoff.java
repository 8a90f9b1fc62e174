package dev.windlass.task;

import java.time.Duration;

/**
 * How long to wait before another attempt: doubling at first, then linear, never above the cap.
 *
 * <p>One formula serves every policy. It is App Engine's ({@code UrlFetchJobDetail} in its SDK): the wait before retry
 * {@code n} (from 1) is {@code min(cap, first * 2^e * (n - e))} with {@code e = min(n - 1, doublings)}. No doublings is
 * the linear rule, {@link #ALWAYS_DOUBLING} the exponential one. After the last doubling it grows in even steps and does
 * not stay flat, as imitations of that rule have it: 10 s, 300 s, 3 gives 10, 20, 40, 80, 160, 240, 300.
 *
 * <p>Immutable and pure: chance comes from the caller.
 *
 * @param first the wait before the first retry, and the step of the linear part
 * @param cap no wait is longer
 * @param doublings how often the wait doubles before it grows in even steps, from 0
 * @param jitter the share of each wait that is left to chance: 0 waits exactly, 1 is full jitter, anything from no wait
 *     to the whole of it
 */
public record Backoff(Duration first, Duration cap, int doublings, double jitter) {
    /** The shortest {@link #first()}: 1 ms. Nothing shorter, or a failing job with many attempts left spins. */
    public static final Duration SHORTEST = Duration.ofMillis(1);

    /** The longest {@link #cap()}: 365 days. */
    public static final Duration LONGEST = Duration.ofDays(365);

    /** For {@link #doublings()}: double until the cap. */
    public static final int ALWAYS_DOUBLING = Integer.MAX_VALUE;

    /** For {@link #jitter()}: wait exactly. */
    public static final double NO_JITTER = 0;

    /** For {@link #jitter()}: a wait anywhere from nothing to the whole, which spreads a crowd of retries best. */
    public static final double FULL_JITTER = 1;

    /** @throws IllegalArgumentException if a value is outside its bounds, or the first wait is longer than the cap */
    public Backoff {
        Given.to("a backoff", "a first wait", first);
        Given.to("a backoff", "a cap", cap);
        if (first.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    "first wait of a backoff is " + DelayText.words(first) + ", the least is "
                            + DelayText.words(SHORTEST) + "; give a longer one, or Retry.none() for no retries");
        }
        if (cap.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("cap of a backoff is " + DelayText.words(cap) + ", the limit is "
                    + DelayText.words(LONGEST) + "; give a shorter one");
        }
        if (first.compareTo(cap) > 0) {
            throw new IllegalArgumentException("first wait of a backoff is " + DelayText.words(first)
                    + ", longer than its cap of " + DelayText.words(cap) + "; raise the cap or shorten the first wait");
        }
        if (doublings < 0) {
            throw new IllegalArgumentException(
                    "doublings of a backoff is " + doublings + ", the least is 0; give 0 for even steps");
        }
        if (!(jitter >= NO_JITTER && jitter <= FULL_JITTER)) {
            throw new IllegalArgumentException("jitter of a backoff is " + jitter
                    + ", it must be from 0 to 1; give 0 for exact waits, 1 for full jitter");
        }
    }

    /** The same waits with another share of chance. */
    public Backoff withJitter(double share) {
        return new Backoff(first, cap, doublings, share);
    }

    /**
     * The wait before a retry.
     *
     * @param retry which retry it is, from 1
     * @param chance a draw from [0, 1), uniform; with jitter 1 the wait is this share of {@link #longestBefore}
     * @throws IllegalArgumentException if retry is below 1 or chance outside [0, 1)
     */
    public Duration before(int retry, double chance) {
        if (!(chance >= 0 && chance < 1)) {
            throw new IllegalArgumentException(
                    "chance is " + chance + ", it must be at least 0 and below 1; draw it with nextDouble()");
        }
        long whole = longestBefore(retry).toNanos();
        // Above 104 days a nanosecond is lost in a double; without the two min() a wait could exceed its cap by it.
        long random = Math.min(whole, (long) (whole * jitter));
        return Duration.ofNanos(Math.min(whole, whole - random + (long) (random * chance)));
    }

    /**
     * The wait before a retry if chance takes nothing off.
     *
     * @param retry which retry it is, from 1
     * @throws IllegalArgumentException if retry is below 1
     */
    public Duration longestBefore(int retry) {
        if (retry < 1) {
            throw new IllegalArgumentException("retry is " + retry + ", retries are counted from 1");
        }
        int doubled = Math.min(retry - 1, doublings);
        long steps = (long) retry - doubled;
        long limit = cap.toNanos();
        long unit = first.toNanos();
        // Compared by dividing the cap, not by multiplying the unit: no product can overflow.
        if (doubled >= Long.SIZE - 1 || unit > limit >> doubled || steps > limit / (unit << doubled)) {
            return cap;
        }
        return Duration.ofNanos((unit << doubled) * steps);
    }
}
