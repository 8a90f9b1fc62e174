package dev.windlass.benchmarks;

/**
 * A promise that compares two subjects of one measure: the median of Windlass against another's.
 *
 * @param of whom Windlass is measured by
 */
record Ratio(String of, double bound, Unit unit) {
    /** How the ratio is said. */
    enum Unit {
        PERCENT,
        TIMES
    }

    static Ratio percent(String of, double bound) {
        return new Ratio(of, bound, Unit.PERCENT);
    }

    static Ratio times(String of, double bound) {
        return new Ratio(of, bound, Unit.TIMES);
    }

    Floor in(String measure, Rounds rounds) {
        return switch (unit) {
            case PERCENT ->
                new Floor(
                        measure + ", of the " + of,
                        rounds.percent(WindlassContender.NAME, of),
                        Floor.Sense.AT_LEAST,
                        bound,
                        "%");
            case TIMES ->
                new Floor(
                        measure + ", beside " + of,
                        rounds.times(WindlassContender.NAME, of),
                        Floor.Sense.AT_LEAST,
                        bound,
                        "times");
        };
    }
}
