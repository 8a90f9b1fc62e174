package dev.windlass.store.sqlite;

import dev.windlass.store.StoreException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Another program that opens a file, says how that went, and holds it until it is ended. */
final class OtherProcess implements AutoCloseable {
    static final String OPENED = "opened";

    private final Process process;
    private final String answer;

    private OtherProcess(Process process, String answer) {
        this.process = process;
        this.answer = answer;
    }

    static OtherProcess opening(Path file) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(List.of(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        file.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        return new OtherProcess(process, String.valueOf(lines.readLine()));
    }

    /** {@link #OPENED}, or the sentence of the refusal. */
    String answer() {
        return answer;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    public static void main(String[] arguments) throws IOException {
        try (var store = SqliteStore.at(Path.of(arguments[0]))) {
            System.out.println(OPENED);
            // Until this process is ended: nobody ever writes to its input.
            while (System.in.read() >= 0) {
                store.now();
            }
        } catch (StoreException e) {
            System.out.println(e.getMessage());
        }
    }
}
