package dev.windlass.server;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, as one sentence of our own: the library's are for programmers. */
final class Usage {
    private static final String NO_COMMAND = "Missing required subcommand";

    /** Letters that may be wrong in a word before another was meant. */
    private static final int MOST_SLIPS = 2;

    private final ParameterException error;
    private final String command;

    private Usage(ParameterException error) {
        this.error = error;
        this.command = error.getCommandLine().getCommandSpec().qualifiedName();
    }

    static Answer refused(ParameterException error) {
        return Answer.badInput(new Usage(error).sentence());
    }

    /** An option that every command knows, given to a group and to its command: the parser would take the last. */
    static Optional<Answer> twice(ParseResult parsed) {
        var seen = new HashSet<String>();
        for (var level = parsed; ; level = level.subcommand()) {
            var again = level.matchedOptions().stream()
                    .filter(option -> seen.contains(option.longestName()))
                    .findFirst();
            if (again.isPresent()) {
                return Optional.of(Answer.badInput(givenTwice(again.get())));
            }
            level.matchedOptions().forEach(option -> seen.add(option.longestName()));
            if (!level.hasSubcommand()) {
                return Optional.empty();
            }
        }
    }

    private static String givenTwice(ArgSpec argument) {
        return name(argument) + " is given twice; leave one out";
    }

    private String sentence() {
        if (error instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched) + help();
        }
        if (error instanceof MissingParameterException missing) {
            return missing(missing.getMissing().get(0)) + help();
        }
        if (error instanceof OverwrittenOptionException twice) {
            return givenTwice(twice.getOverwritten());
        }
        if (error.getCause() instanceof TypeConversionException reason && error.getArgSpec() != null) {
            return name(error.getArgSpec()) + ": " + wrongValue(error.getArgSpec(), reason);
        }
        if (NO_COMMAND.equals(error.getMessage())) {
            return command + " needs to be told what to do" + help();
        }
        return error.getMessage() + help();
    }

    private String unmatched(UnmatchedArgumentException unmatched) {
        var first = unmatched.getUnmatched().get(0);
        var nearest = unmatched.getSuggestions().stream()
                .map(name -> name.replaceFirst("=.*", ""))
                .filter(name -> Spelling.distance(name, first) <= MOST_SLIPS)
                .findFirst();
        var fact = unmatched.isUnknownOption()
                ? "\"" + first + "\" is not an option of " + command
                : error.getCommandLine().getSubcommands().isEmpty()
                        ? "\"" + first + "\" is one argument too many for " + command
                        : "\"" + first + "\" is not a command of " + command;
        return fact + nearest.map(name -> ", did you mean " + name + "?").orElse("");
    }

    private String missing(ArgSpec argument) {
        return argument instanceof OptionSpec
                ? name(argument) + " needs a value"
                : command + " needs " + name(argument);
    }

    private String wrongValue(ArgSpec argument, TypeConversionException reason) {
        var type = argument.isMultiValue() ? argument.auxiliaryTypes()[0] : argument.type();
        if (!type.isEnum()) {
            return String.valueOf(reason.getMessage());
        }
        var known = Arrays.stream(type.getEnumConstants()).map(String::valueOf).collect(Collectors.joining(", "));
        return "\"" + error.getValue() + "\" is none of " + known;
    }

    private String help() {
        return "; see " + command + " --help";
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
