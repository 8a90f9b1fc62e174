package dev.windlass.server;

import dev.windlass.store.sqlite.SqliteStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code windlass doctor}. */
@Command(
        name = "doctor",
        description =
                "Examines the file, its disk, clock and engine, and jobs that stand still; also beside a running engine.")
final class DoctorCommand implements Callable<Answer> {
    private final Access access;
    private final InstantSource wall;

    DoctorCommand(Access access, InstantSource wall) {
        this.access = access;
        this.wall = wall;
    }

    @Override
    public Answer call() {
        var findings =
                new ArrayList<>(new FileExamination(SqliteStore.inspect(access.existing()), wall.instant()).findings());
        try (var store = access.reading()) {
            findings.addAll(new JobExamination(store).findings());
        }
        var isWell = findings.stream().allMatch(Finding::isWell);
        return new Answer.Given(
                isWell ? ExitCode.OK : ExitCode.UNWELL,
                findings.stream().map(Finding::line).toList(),
                Map.of(
                        "well",
                        isWell,
                        "findings",
                        findings.stream().map(Finding::fields).toList()));
    }
}
