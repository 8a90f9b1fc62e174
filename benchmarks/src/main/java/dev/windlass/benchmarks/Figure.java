package dev.windlass.benchmarks;

/** One number of a report, as {@code --json} writes it. */
record Figure(String measure, String subject, double value, String unit) {}
