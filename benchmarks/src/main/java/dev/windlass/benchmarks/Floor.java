package dev.windlass.benchmarks;

/**
 * A number that was promised.
 *
 * @param what what is compared with what
 * @param unit of both numbers
 */
record Floor(String what, double value, Sense sense, double bound, String unit) {
    /** Which side of the bound is the good one. */
    enum Sense {
        AT_LEAST,
        AT_MOST
    }

    boolean met() {
        return switch (sense) {
            case AT_LEAST -> value >= bound;
            case AT_MOST -> value <= bound;
        };
    }
}
