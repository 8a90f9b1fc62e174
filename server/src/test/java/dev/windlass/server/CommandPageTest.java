package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The page about the command line says what the code does, and nothing else. */
class CommandPageTest {
    private static final Pattern COMMAND = Pattern.compile("^\\| `([a-z ]+)` \\|", Pattern.MULTILINE);
    private static final Pattern EXIT = Pattern.compile("^\\| (\\d+) \\| ([A-Z_]+) \\|", Pattern.MULTILINE);

    private final String page = page();

    private static String page() {
        try {
            return Files.readString(Path.of("..", "docs", "guide", "command-line.md"));
        } catch (IOException e) {
            throw new AssertionError("the page cannot be read", e);
        }
    }

    private static Stream<CommandLine> commands(CommandLine line) {
        return line.getSubcommands().isEmpty()
                ? Stream.of(line)
                : line.getSubcommands().values().stream().flatMap(CommandPageTest::commands);
    }

    private static Stream<CommandLine> commands() {
        var root = new WindlassCommand();
        var nothing = new ByteArrayOutputStream();
        var console = new Main.Console(new ByteArrayInputStream(new byte[0]), nothing, nothing, Map.of(), Path.of(""));
        return commands(CommandTree.grow(root, new Access(console, root)));
    }

    /** Of all commands: {@code jobs list}. */
    static Stream<String> names() {
        return commands()
                .map(command -> command.getCommandSpec().qualifiedName().replaceFirst("windlass ", ""));
    }

    @Test
    void it_lists_every_command_and_no_other() {
        var shown = COMMAND.matcher(page).results().map(found -> found.group(1)).toList();

        assertThat(shown).containsExactlyInAnyOrderElementsOf(names().toList());
    }

    @Test
    void it_names_every_option() {
        var options = commands()
                .flatMap(command -> command.getCommandSpec().options().stream())
                .map(OptionSpec::longestName)
                .distinct()
                .toList();

        assertThat(options).isNotEmpty().allMatch(option -> page.matches("(?s).*" + option + "\\b(?!-).*"));
    }

    @Test
    void every_help_says_what_each_word_of_the_command_line_is() {
        assertThat(commands()).allSatisfy(command -> {
            var said = command.getCommandSpec();
            assertThat(said.usageMessage().description()).isNotEmpty();
            assertThat(said.args())
                    .allSatisfy(word ->
                            assertThat(word.description()).as(word.paramLabel()).isNotEmpty())
                    .filteredOn(word -> word.arity().max() > 0)
                    .extracting(ArgSpec::paramLabel)
                    .noneMatch(label -> label.startsWith("<"));
            assertThat(command.getUsageMessage()).contains("Exit codes: 0 done");
        });
    }

    @Test
    void it_lists_every_exit_code_and_no_other() {
        var shown = EXIT.matcher(page)
                .results()
                .map(found -> List.of(found.group(1), found.group(2)))
                .toList();

        assertThat(shown)
                .containsExactlyElementsOf(Arrays.stream(ExitCode.values())
                        .map(code -> List.of(Integer.toString(code.number()), code.name()))
                        .toList());
    }
}
