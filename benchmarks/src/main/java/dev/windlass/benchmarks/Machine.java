package dev.windlass.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the numbers were taken on. */
final class Machine {
    private static final long SYNCING_NANOS = 1_000_000_000L;
    private static final int WRITE_BYTES = 64 * 1_024;
    private static final int FILE_BYTES = 16 * 1_024 * 1_024;

    private Machine() {}

    static void describe(Path root, Workspace workspace, Report report) throws IOException, InterruptedException {
        report.line("commit    " + commit(root));
        report.line("machine   " + Runtime.getRuntime().availableProcessors() + " processors, " + processor() + ", "
                + memory() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.version"));
        report.line("jdk       " + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version")
                + ", " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB heap at most");
        var store = Files.getFileStore(workspace.directory());
        report.line(String.format(
                Locale.ROOT,
                "disk      %s on %s, %,.0f syncs/s of %d KiB",
                store.type(),
                store.name(),
                syncsPerSecond(workspace),
                WRITE_BYTES >> 10));
    }

    /** Syncs a second after writes into a file that has its size already, as a write-ahead log has after its first lap. */
    static double syncsPerSecond(Workspace workspace) throws IOException {
        var file = workspace.fresh("syncs");
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(FILE_BYTES));
            channel.force(true);
            channel.position(0);
            var buffer = ByteBuffer.allocateDirect(WRITE_BYTES);
            var began = System.nanoTime();
            var syncs = 0;
            while (System.nanoTime() - began < SYNCING_NANOS) {
                channel.position((long) syncs % (FILE_BYTES / WRITE_BYTES) * WRITE_BYTES);
                channel.write(buffer.clear());
                channel.force(false);
                syncs++;
            }
            return syncs * 1e9 / (System.nanoTime() - began);
        }
    }

    private static String commit(Path root) throws IOException, InterruptedException {
        var commit = git(root, "log", "-1", "--format=%h %cs");
        var changed = git(root, "status", "--porcelain", "--untracked-files=no");
        return commit.isEmpty()
                ? "unknown"
                : commit + (changed.isEmpty() ? "" : ", with changes that are not committed");
    }

    private static String git(Path root, String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("git", "-C", root.toString()));
        command.addAll(List.of(words));
        try {
            var process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? answer : "";
        } catch (IOException e) {
            // Without git, or outside a checkout, the report says "unknown".
            return "";
        }
    }

    private static String processor() throws IOException {
        return field(Path.of("/proc/cpuinfo"), "model name").orElse(System.getProperty("os.arch"));
    }

    private static String memory() throws IOException {
        return field(Path.of("/proc/meminfo"), "MemTotal").orElse("unknown memory");
    }

    /** A line "name : value" of a file of Linux, where there is one. */
    static Optional<String> field(Path file, String name) throws IOException {
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }
}
