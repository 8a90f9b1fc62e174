package dev.windlass.server;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** The command line: {@code windlass COMMAND}. Answers go to standard output, sentences about trouble to standard error. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(new Console(System.in, System.out, System.err, System.getenv(), Path.of("")), arguments));
    }

    /** What a command line reads and writes, all of it in UTF-8; tests bring their own. */
    record Console(
            InputStream in, OutputStream out, OutputStream err, Map<String, String> environment, Path directory) {}

    static int run(Console console, String... arguments) {
        var out = new PrintWriter(console.out(), true, StandardCharsets.UTF_8);
        var err = new PrintWriter(console.err(), true, StandardCharsets.UTF_8);
        var root = new WindlassCommand();
        var line = CommandTree.grow(root, new Access(console, root));
        // Read from the words as well: of a line that cannot be parsed nothing is set.
        var asked = Arrays.asList(arguments).contains(WindlassCommand.JSON);
        line.setOut(out);
        line.setErr(err);
        line.setExecutionStrategy(parsed -> answer(parsed, new Voice(out, err, asked || root.json())));
        line.setExecutionExceptionHandler((error, command, parsed) -> new Voice(out, err, asked).tell(error));
        line.setParameterExceptionHandler((error, words) -> new Voice(out, err, asked).say(Usage.refused(error)));
        return line.execute(arguments);
    }

    /** Runs the last command of the line. What asks for help has no answer, and was printed. */
    private static int answer(ParseResult parsed, Voice voice) {
        var twice = Usage.twice(parsed);
        if (twice.isPresent()) {
            return voice.say(twice.get());
        }
        var exit = new CommandLine.RunLast().execute(parsed);
        var last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        Object result = last.commandSpec().commandLine().getExecutionResult();
        return result instanceof Answer answer ? voice.say(answer) : exit;
    }
}
