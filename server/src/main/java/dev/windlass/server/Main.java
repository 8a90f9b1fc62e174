package dev.windlass.server;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;

/** The command line: {@code windlass COMMAND}. Answers go to standard output, sentences about trouble to standard error. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(new Console(out, err, System.getenv(), Path.of("")), arguments));
    }

    /** What a command line reads and writes; tests bring their own. */
    record Console(PrintWriter out, PrintWriter err, Map<String, String> environment, Path directory) {}

    static int run(Console console, String... arguments) {
        var line = new CommandLine(new WindlassCommand(console));
        // A payload from outside that begins with @ must not be read as the name of a file.
        line.setExpandAtFiles(false);
        line.setOut(console.out());
        line.setErr(console.err());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((error, command, parsed) -> ExitCode.tell(console.err(), error));
        line.setParameterExceptionHandler((error, args) -> ExitCode.tellUsage(console.err(), error));
        return line.execute(arguments);
    }
}
