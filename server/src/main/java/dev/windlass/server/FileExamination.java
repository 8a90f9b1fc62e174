package dev.windlass.server;

import dev.windlass.store.sqlite.FileReport;
import dev.windlass.task.DelayText;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the doctor says of the file, its disk, its clock and its engine. */
final class FileExamination {
    /** Below this a burst of jobs, or the next checkpoint, may fill the disk. */
    private static final long LEAST_FREE = 256L << 20;

    /** A time that the store wrote and the wall shows that much earlier was written under a wrong clock. */
    private static final Duration MOST_AHEAD = Duration.ofMinutes(1);

    private static final long MEBIBYTE = 1L << 20;

    private final FileReport report;
    private final Instant wall;

    FileExamination(FileReport report, Instant wall) {
        this.report = report;
        this.wall = wall;
    }

    List<Finding> findings() {
        return List.of(file(), settings(), integrity(), disk(), clock(), engine());
    }

    private Finding file() {
        return new Finding(
                "file",
                true,
                report.file() + " has " + mebibytes(report.bytes()) + ", its log " + mebibytes(report.logBytes())
                        + ", its schema version " + report.schema());
    }

    private Finding settings() {
        var settings = report.pragmas().entrySet().stream()
                .map(pragma -> pragma.getKey() + " " + pragma.getValue())
                .collect(Collectors.joining(", "));
        // A backup that was put in place has no log yet, and no engine may be working without one.
        var hasLog = "wal".equals(report.pragmas().get("journal_mode"));
        return new Finding(
                "settings",
                hasLog || report.engine().closed(),
                settings + (hasLog ? "" : "; the next engine sets journal_mode to wal"));
    }

    private Finding integrity() {
        return new Finding(
                "integrity",
                report.isSound(),
                report.isSound()
                        ? "every page and index that was checked is whole"
                        : "it is damaged (" + report.integrity() + "); restore a backup");
    }

    private Finding disk() {
        var isWell = report.freeBytes() >= LEAST_FREE;
        return new Finding(
                "disk",
                isWell,
                mebibytes(report.freeBytes()) + " are free"
                        + (isWell
                                ? ""
                                : ", less than " + mebibytes(LEAST_FREE) + "; make room before enqueues are refused"));
    }

    private Finding clock() {
        var written = report.engine().clock();
        var isWell = !written.isAfter(wall.plus(MOST_AHEAD));
        return new Finding(
                "clock",
                isWell,
                isWell
                        ? "the store was last written at " + written + ", the clock shows "
                                + wall.truncatedTo(ChronoUnit.MILLIS)
                        : "the store was last written at " + written + ", "
                                + DelayText.format(
                                        Duration.between(wall, written).truncatedTo(ChronoUnit.SECONDS))
                                + " ahead of the clock; was the clock set back?");
    }

    private Finding engine() {
        var engine = report.engine();
        var name = "engine " + engine.number() + " of generation " + engine.generation();
        if (engine.closed()) {
            return new Finding("engine", true, name + " has given the file up; nobody holds it");
        }
        return isAlive(engine.pid())
                ? new Finding("engine", true, name + ", process " + engine.pid() + ", holds the file")
                : new Finding(
                        "engine",
                        false,
                        name + ", process " + engine.pid()
                                + ", ended without giving the file up; the next one checks it and goes on");
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%,.1f MiB", (double) bytes / MEBIBYTE);
    }
}
