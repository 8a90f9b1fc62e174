package dev.windlass.benchmarks;

/** Where a measure is taken, and how much of it. */
record Setting(Workspace workspace, Databases databases, Scale scale) {}
