package dev.windlass.server;

import dev.windlass.store.postgres.PostgresReport;
import dev.windlass.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** {@code windlass doctor}. */
@Command(
        name = "doctor",
        description =
                "Examines the file, its disk, clock and engine, or the server, and jobs that stand still; also beside a running engine.")
final class DoctorCommand implements Callable<Answer> {
    private final Access access;
    private final InstantSource wall;

    DoctorCommand(Access access, InstantSource wall) {
        this.access = access;
        this.wall = wall;
    }

    @Override
    public Answer call() {
        var findings = access.examined(this::file, this::server);
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

    private List<Finding> file(Path file) {
        return withJobs(new FileExamination(SqliteStore.inspect(file), wall.instant()).findings());
    }

    /** Of a store that does not open there is nothing more to say than why. */
    private List<Finding> server(String url) {
        var examination = new ServerExamination(
                PostgresReport.of(url, access.configuration().tables()));
        return examination.isOpen() ? withJobs(examination.findings()) : examination.findings();
    }

    private List<Finding> withJobs(List<Finding> findings) {
        try (var store = access.reading()) {
            return Stream.concat(findings.stream(), new JobExamination(store).findings().stream())
                    .toList();
        }
    }
}
