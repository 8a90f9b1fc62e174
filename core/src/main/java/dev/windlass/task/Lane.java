package dev.windlass.task;

/** One of four priorities in a queue, most urgent first. Lanes are served by weight, so none of them starves. */
public enum Lane {
    CRITICAL(0, 8),
    HIGH(1, 4),
    NORMAL(2, 2),
    LOW(3, 1);

    private static final int LEAST_CRITICAL = 10;

    private final int code;
    private final int weight;

    Lane(int code, int weight) {
        this.code = code;
        this.weight = weight;
    }

    /** Share of the claims that go to this lane while all four have ready jobs: 8 to 4 to 2 to 1. */
    public int weight() {
        return weight;
    }

    /** The number under which stores keep this lane: 0 is the most urgent. */
    public int code() {
        return code;
    }

    /** The lane that {@link #code()} gave. */
    public static Lane of(int code) {
        return switch (code) {
            case 0 -> CRITICAL;
            case 1 -> HIGH;
            case 2 -> NORMAL;
            case 3 -> LOW;
            default -> throw new IllegalArgumentException("lane code " + code + " is none of 0 (CRITICAL) to 3 (LOW)");
        };
    }

    /** The lane of a priority by number, for those who come from such a system: below 0 is LOW, 0 NORMAL, to 9 HIGH, above CRITICAL. */
    public static Lane ofPriority(int priority) {
        if (priority < 0) {
            return LOW;
        }
        if (priority == 0) {
            return NORMAL;
        }
        return priority < LEAST_CRITICAL ? HIGH : CRITICAL;
    }
}
