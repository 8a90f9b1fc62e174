package dev.windlass.benchmarks;

import dev.windlass.task.Task;

/** The payload of every measured job: 100 bytes of JSON. */
record Letter(String text) {
    /** {@code {"text":""}} takes 11 bytes of the 100. */
    static final Letter SAMPLE = new Letter("x".repeat(89));

    static final Task<Letter, Receipt> TASK = Task.named("bench.letter", Letter.class, Receipt.class);

    /** The result of every measured job: 30 bytes of JSON. */
    record Receipt(String number) {
        static final Receipt SAMPLE = new Receipt("123456789012345");
    }

    /** {@link #SAMPLE} as it is stored. */
    static byte[] payload() {
        return TASK.encode(SAMPLE).bytes();
    }

    /** {@link Receipt#SAMPLE} as it is stored. */
    static byte[] result() {
        return TASK.codec().encode(Receipt.SAMPLE, 1).bytes();
    }
}
