package dev.windlass.server;

import dev.windlass.store.FileReason;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.JobId;
import dev.windlass.task.WindlassException;
import dev.windlass.transfer.Export;
import dev.windlass.transfer.ExportReport;
import dev.windlass.transfer.Import;
import dev.windlass.transfer.Imported;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code windlass export} and {@code windlass import}: all jobs as lines of JSON. */
final class TransferCommands {
    private static final String STANDARD = "-";

    private TransferCommands() {}

    /** Whatever stands between a command and its file. */
    private static WindlassException failure(String fact, IOException cause) {
        return new WindlassException(
                ErrorCode.CALL_FAILED,
                fact + " (" + FileReason.of(cause) + "); check the directory, its rights and its space",
                cause);
    }

    @Command(
            name = "export",
            description = "Writes all jobs as lines of JSON, also beside a running engine; - is standard output.")
    static final class Out implements Callable<Answer> {
        private final Access access;

        @Parameters(paramLabel = "FILE", description = "the export, which must not be there yet; or -")
        @SuppressWarnings("NullAway.Init") // required, so picocli sets it
        private String file;

        Out(Access access) {
            this.access = access;
        }

        @Override
        public Answer call() {
            if (!file.equals(STANDARD)) {
                return toFile(access.path(Arguments.path(file)));
            }
            if (access.json()) {
                return Answer.badInput(
                        "export - writes jobs to standard output, where the document of --json has no place; leave one out");
            }
            try (var store = access.reading()) {
                var report = Export.of(store).to(access.console().out());
                return new Answer.Aside(exit(report), "exported " + Words.jobs(report.jobs()) + leftOut(report));
            } catch (IOException e) {
                throw failure("standard output cannot be written", e);
            }
        }

        private Answer toFile(Path target) {
            Absent.requireDirectoryOf(target);
            if (Files.exists(target)) {
                return Answer.notPossible(
                        target + " is there already and an export overwrites nothing; choose another name");
            }
            try (var store = access.reading()) {
                // Readable by its owner alone, and under its name only when it is whole.
                var draft = Files.createTempFile(target.toAbsolutePath().getParent(), "windlass-", ".part");
                try {
                    ExportReport report;
                    try (var out = Files.newOutputStream(draft)) {
                        report = Export.of(store).to(out);
                    }
                    Files.move(draft, target);
                    return answer(report, target);
                } finally {
                    Files.deleteIfExists(draft);
                }
            } catch (IOException e) {
                throw failure(target + " was not written", e);
            }
        }

        private static Answer answer(ExportReport report, Path target) {
            return new Answer.Given(
                    exit(report),
                    List.of("exported " + Words.jobs(report.jobs()) + " to " + target + leftOut(report)),
                    Map.of(
                            "file", target.toString(),
                            "jobs", report.jobs(),
                            "leftOut", report.leftOut(),
                            "damaged",
                                    report.damaged().stream()
                                            .map(JobId::toString)
                                            .toList()));
        }

        /** The file is whole, and not all that there was: a script should not take it for that. */
        private static ExitCode exit(ExportReport report) {
            return report.leftOut() == 0 ? ExitCode.OK : ExitCode.UNWELL;
        }

        private static String leftOut(ExportReport report) {
            if (report.leftOut() == 0) {
                return "";
            }
            var told = report.damaged().stream().map(JobId::toString).collect(Collectors.joining(", "));
            var more = report.leftOut() - report.damaged().size();
            return ", " + Words.of(report.leftOut(), "was left out", "were left out")
                    + (report.leftOut() == 1
                            ? ", since its terms, or the list of its payload's parts, cannot be read: "
                            : ", since their terms, or the lists of their payloads' parts, cannot be read: ")
                    + told + (more == 0 ? "" : " and " + more + " more");
        }
    }

    @Command(
            name = "import",
            description =
                    "Writes the jobs of an export into the store, once all of it is checked; - is standard input.")
    static final class In implements Callable<Answer> {
        private final Access access;

        @Parameters(paramLabel = "FILE", description = "the export; or -")
        @SuppressWarnings("NullAway.Init") // required, so picocli sets it
        private String file;

        In(Access access) {
            this.access = access;
        }

        @Override
        public Answer call() {
            try {
                return file.equals(STANDARD) ? piped() : from(access.path(Arguments.path(file)));
            } catch (IOException e) {
                throw failure(file + " cannot be read", e);
            }
        }

        private Answer from(Path source) throws IOException {
            if (!Files.exists(source)) {
                return Answer.notFound("there is no export at " + source + "; name a file that windlass export wrote");
            }
            access.requireRoom();
            // Before the store is opened: what is refused creates none.
            var whole = Import.from(() -> Files.newInputStream(source)).checked();
            try (var store = access.openStore()) {
                return answer(whole.into(store));
            }
        }

        /** An export is read twice, first to see that it is whole, and a pipe can be read once. */
        private Answer piped() throws IOException {
            var copy = Files.createTempFile("windlass-", ".import");
            try {
                Files.copy(access.console().in(), copy, StandardCopyOption.REPLACE_EXISTING);
                return from(copy);
            } finally {
                Files.deleteIfExists(copy);
            }
        }

        private static Answer answer(Imported imported) {
            return Answer.done(
                    "imported " + Words.jobs(imported.written()) + ", "
                            + Words.of(imported.known(), "was known already", "were known already")
                            + leftOut(imported) + overrides(imported),
                    Map.of(
                            "imported", imported.written(),
                            "known", imported.known(),
                            "leftOut", imported.answered(),
                            "holders", holders(imported),
                            "overrides", imported.overrides(),
                            "overruled", imported.overruled(),
                            "misfits", imported.misfits()));
        }

        private static String overrides(Imported imported) {
            return (imported.overrides() == 0
                            ? ""
                            : "; "
                                    + Words.of(
                                            imported.overrides(), "override holds here now", "overrides hold here now"))
                    + (imported.overruled() == 0
                            ? ""
                            : "; " + Words.of(imported.overruled(), "override was", "overrides were")
                                    + " left out, since people have said otherwise here")
                    + imported.misfits().values().stream()
                            .map(reason -> "; an override was left out: " + reason)
                            .collect(Collectors.joining());
        }

        private static String leftOut(Imported imported) {
            if (imported.answered() == 0) {
                return "";
            }
            var told = holders(imported).entrySet().stream()
                    .map(left -> left.getKey() + " (its key is held by " + left.getValue() + ")")
                    .collect(Collectors.joining(", "));
            var more = imported.answered() - imported.holders().size();
            return ", " + Words.of(imported.answered(), "was left out", "were left out")
                    + ", since another job holds " + (imported.answered() == 1 ? "its" : "their") + " unique key: "
                    + told
                    + (more == 0 ? "" : " and " + more + " more");
        }

        private static Map<String, String> holders(Imported imported) {
            var holders = new LinkedHashMap<String, String>();
            imported.holders().forEach((job, holder) -> holders.put(job.toString(), holder.toString()));
            return holders;
        }
    }
}
