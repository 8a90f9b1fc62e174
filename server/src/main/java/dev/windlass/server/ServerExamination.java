package dev.windlass.server;

import dev.windlass.store.postgres.PostgresReport;
import dev.windlass.store.postgres.PostgresSchema.Step;
import dev.windlass.task.DelayText;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What the doctor says of a server: its settings, its tables, and what keeps it from cleaning up. */
final class ServerExamination {
    /** What a transaction sees, no vacuum removes: after this time queues have grown by all that has passed through them. */
    private static final Duration OLDEST_SNAPSHOT = Duration.ofMinutes(10);

    /** Ten times as many as start a vacuum of the hot tables. */
    private static final long MOST_DEAD = 200_000;

    /** Above this share of connections another program may find none. */
    private static final int MOST_PERCENT = 90;

    private final PostgresReport report;

    ServerExamination(PostgresReport report) {
        this.report = report;
    }

    /** Whether a store opens there. */
    boolean isOpen() {
        return server().isWell() && schema().isWell();
    }

    List<Finding> findings() {
        return List.of(server(), schema(), settings(), snapshot(), dead(), connections(), hints());
    }

    private Finding server() {
        return new Finding(
                "server",
                report.refusal().isEmpty(),
                report.refusal().orElse(report.server() + " is of version " + report.version()));
    }

    private Finding schema() {
        var name = "schema " + report.schema() + " has ";
        var faulty = report.steps().stream().filter(step -> !step.isWell()).findFirst();
        var done = report.steps().stream().filter(Step::isWell).count();
        return new Finding(
                "schema",
                faulty.isEmpty(),
                name + done + " of " + report.steps().size() + " steps"
                        + faulty.map(step -> "; step " + step.version() + " is " + step.state()
                                        + SchemaCommand.meaning(step.state()))
                                .orElse(""));
    }

    private Finding settings() {
        var settings = report.settings().entrySet().stream()
                .map(setting -> setting.getKey() + " " + setting.getValue())
                .collect(Collectors.joining(", "));
        var loses = "off".equals(report.settings().get("fsync"));
        var grows = "off".equals(report.settings().get("autovacuum"));
        return new Finding(
                "settings",
                !loses && !grows,
                settings
                        + (loses ? "; without fsync a power cut loses jobs and may destroy the database" : "")
                        + (grows ? "; without autovacuum the tables grow for ever" : ""));
    }

    private Finding snapshot() {
        var age = report.oldestTransaction();
        var isWell = age.compareTo(OLDEST_SNAPSHOT) < 0;
        var length = DelayText.format(age.truncatedTo(ChronoUnit.SECONDS));
        if (age.toSeconds() == 0) {
            return new Finding("snapshot", true, "no transaction has been open for a second");
        }
        return new Finding(
                "snapshot",
                isWell,
                isWell
                        ? "the oldest transaction began " + length + " ago"
                        : "a transaction has been open for " + length
                                + ", and nothing that ended since can be cleaned up; find it in pg_stat_activity and end it");
    }

    private Finding dead() {
        var most = report.deadRows().entrySet().stream().max(Map.Entry.comparingByValue());
        var isWell = most.map(Map.Entry::getValue).orElse(0L) <= MOST_DEAD;
        var words = most.map(table -> String.format(
                        Locale.ROOT, "table %s has most dead rows, %,d", table.getKey(), table.getValue()))
                .orElse("there are no tables yet");
        return new Finding(
                "vacuum", isWell, words + (isWell ? "" : "; is a transaction open for long, or autovacuum held up?"));
    }

    private Finding connections() {
        var isWell = report.connections() * 100L < (long) report.mostConnections() * MOST_PERCENT;
        return new Finding(
                "sessions",
                isWell,
                report.connections() + " of " + report.mostConnections() + " connections are in use"
                        + (isWell ? "" : "; raise max_connections, or put a pooler before it"));
    }

    /** No fault: jobs are found all the same, half a second later. */
    private Finding hints() {
        return new Finding(
                "hints",
                true,
                report.isHinting()
                        ? "NOTIFY gets through, so jobs are found at once"
                        : "NOTIFY does not get through, so jobs of other processes are found by looking, twice a second");
    }
}
