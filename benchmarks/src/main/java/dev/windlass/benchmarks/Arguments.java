package dev.windlass.benchmarks;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The command line.
 *
 * @param root the checkout, under which measurements are kept
 * @param only names of the measures to take; empty means all
 */
record Arguments(
        Path root, Scale scale, Optional<Path> json, Optional<Path> directory, List<String> only, Keeping keeping) {
    static final String USAGE = """
            usage: ./bench sqlite [--json FILE] [--rounds N] [--quick] [--keep] [--only MEASURE]... [--dir DIRECTORY]
              --json FILE      also writes a list of {"measure","subject","value","unit"}
              --rounds N       turns of each subject; the median counts
              --quick          a minute or two, to see that everything runs
              --keep           also writes the output to a file under docs/measurements
              --only MEASURE   takes only measures whose name begins so
              --dir DIRECTORY  where the databases lie; must be on a disk""";

    /** Whether the output is kept among the measurements of the checkout. */
    enum Keeping {
        KEEP,
        PRINT
    }

    /** Reads what stands after the name of the program: the checkout first. */
    static Arguments parse(String[] words) {
        var left = new ArrayDeque<>(List.of(words));
        var root = Path.of(next(left, "the checkout"));
        var suite = next(left, "what to measure");
        if (!suite.equals("sqlite")) {
            throw new IllegalArgumentException("\"" + suite + "\" is not known here, known is sqlite");
        }
        var arguments = new Arguments(root, Scale.FULL, Optional.empty(), Optional.empty(), List.of(), Keeping.PRINT);
        while (!left.isEmpty()) {
            arguments = arguments.with(left.removeFirst(), left);
        }
        return arguments;
    }

    private Arguments with(String option, ArrayDeque<String> left) {
        return switch (option) {
            case "--quick" -> new Arguments(root, Scale.QUICK, json, directory, only, keeping);
            case "--keep" -> new Arguments(root, scale, json, directory, only, Keeping.KEEP);
            case "--rounds" ->
                new Arguments(
                        root, scale.withRounds(Integer.parseInt(next(left, option))), json, directory, only, keeping);
            case "--json" ->
                new Arguments(root, scale, Optional.of(Path.of(next(left, option))), directory, only, keeping);
            case "--dir" -> new Arguments(root, scale, json, Optional.of(Path.of(next(left, option))), only, keeping);
            case "--only" -> new Arguments(root, scale, json, directory, and(next(left, option)), keeping);
            default -> throw new IllegalArgumentException("option " + option + " is not known");
        };
    }

    private List<String> and(String name) {
        return Stream.concat(only.stream(), Stream.of(name)).toList();
    }

    private static String next(ArrayDeque<String> left, String of) {
        if (left.isEmpty()) {
            throw new IllegalArgumentException(of + " is missing");
        }
        return left.removeFirst();
    }

    boolean wants(Measure measure) {
        return only.isEmpty() || only.stream().anyMatch(measure.name()::startsWith);
    }

    boolean keeps() {
        return keeping == Keeping.KEEP;
    }
}
