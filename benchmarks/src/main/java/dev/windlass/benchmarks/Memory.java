package dev.windlass.benchmarks;

import java.nio.charset.StandardCharsets;

/** Resident memory of a process after a collection, all slots running: with the slots it has by default, and with 1,000. */
final class Memory implements Measure {
    private static final int FEW = 16;
    private static final int MANY = 1_000;
    private static final double MEBI = 1_024;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public void take(Setting setting, Report report) throws Exception {
        var usual = residentKib(setting, FEW);
        var much = residentKib(setting, MANY);
        report.figure("memory of the process", "Windlass, " + FEW + " slots", usual / MEBI, "MiB");
        report.figure("memory of the process", "Windlass, " + MANY + " slots", much / MEBI, "MiB");
        report.figure("memory per 1,000 slots", "Windlass", (much - usual) / MEBI * MANY / (MANY - FEW), "MiB");
    }

    private static long residentKib(Setting setting, int slots) throws Exception {
        var database = setting.databases().fresh("memory");
        var child = Child.start(Resident.class, database.text(), Integer.toString(slots));
        var answer = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (child.waitFor() != 0 || answer.isEmpty()) {
            throw new IllegalStateException("the process with " + slots + " slots failed");
        }
        return Long.parseLong(answer);
    }
}
