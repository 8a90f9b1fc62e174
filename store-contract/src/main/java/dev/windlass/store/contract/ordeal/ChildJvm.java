package dev.windlass.store.contract.ordeal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java program in a process of its own, so that it can be killed, paused and traced. Used by one thread. */
public final class ChildJvm implements AutoCloseable {
    private static final int FIRST_WITH_NATIVE_ACCESS = 22;
    private static final int MOST_PRINTED = 2_000;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Process process;
    private final Path output;

    private ChildJvm(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts a program on the classes of this one; what it prints is added to {@code output}. */
    public static ChildJvm start(Path output, Class<?> program, List<String> arguments) throws IOException {
        return startUnder(List.of(), output, program, arguments);
    }

    /** Starts a program under another one, such as a tracer. */
    public static ChildJvm startUnder(List<String> tracer, Path output, Class<?> program, List<String> arguments)
            throws IOException {
        var command = new ArrayList<>(tracer);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Small and quick to start: a run starts dozens of them.
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
        if (Runtime.version().feature() >= FIRST_WITH_NATIVE_ACCESS) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        return new ChildJvm(builder.start(), output);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** SIGKILL, and waits until it is gone. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Stops all its threads at once, as a suspended machine does, and waits until none of them runs. */
    public void pause() throws Exception {
        signal("STOP");
        Look.until(LIMIT, this::stands);
    }

    /** Whether every thread is stopped, or the process is gone; a thread in a system call that must end first is not. */
    private boolean stands() throws IOException {
        try (var threads = Files.newDirectoryStream(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            for (var thread : threads) {
                var stat = Files.readString(thread.resolve("stat"));
                var state = stat.charAt(stat.lastIndexOf(')') + 2);
                if (state != 'T') {
                    return !process.isAlive();
                }
            }
            return true;
        } catch (IOException endedMeanwhile) {
            return !process.isAlive();
        }
    }

    public void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        var kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start();
        assertThat(kill.waitFor()).as("exit code of kill -" + name).isZero();
    }

    /** Waits for its end and answers the exit code. */
    public int awaitExit(Duration limit) throws IOException, InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the child has not ended within " + limit + ", it printed:\n" + printed());
        }
        return process.exitValue();
    }

    public boolean hasPrinted(String text) throws IOException {
        return Files.readString(output).contains(text);
    }

    /** The end of what it printed so far. */
    public String printed() throws IOException {
        var all = Files.readString(output);
        return all.substring(Math.max(0, all.length() - MOST_PRINTED));
    }

    @Override
    public void close() {
        kill();
    }
}
