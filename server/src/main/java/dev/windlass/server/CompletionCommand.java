package dev.windlass.server;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code windlass completion}. */
@Command(
        name = "completion",
        description = "Prints a script that lets bash and zsh complete command lines: source <(windlass completion)")
final class CompletionCommand implements Callable<Answer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private final Access access;

    CompletionCommand(Access access) {
        this.access = access;
    }

    @Override
    public Answer call() {
        if (access.json()) {
            return Answer.badInput(
                    "completion prints a script, where the document of --json has no place; leave --json out");
        }
        var root = spec.root();
        return new Answer.Script(AutoComplete.bash(root.name(), root.commandLine()));
    }
}
