package dev.windlass.benchmarks;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command line.
 *
 * @param root the checkout, under which measurements are kept
 * @param suite what is measured
 * @param full how much to measure if nothing is said of rounds
 * @param only names of the measures to take; empty means all
 */
record Arguments(
        Path root,
        Suite suite,
        Scale full,
        Optional<Integer> rounds,
        Optional<Path> json,
        Optional<Path> directory,
        List<String> only,
        Keeping keeping) {
    static final String USAGE = """
            usage: ./bench sqlite|postgres [--json FILE] [--rounds N] [--quick] [--keep] [--only MEASURE]... [--dir DIRECTORY]
              --json FILE      also writes a list of {"measure","subject","value","unit"}
              --rounds N       turns of each subject; the median counts
              --quick          a few minutes, to see that everything runs
              --keep           also writes the output to a file under docs/measurements
              --only MEASURE   takes only measures whose name begins so
              --dir DIRECTORY  where the databases lie; must be on a disk""";

    private static final List<Suite> SUITES = List.of(new SqliteSuite(), new PostgresSuite());

    /** Whether the output is kept among the measurements of the checkout. */
    enum Keeping {
        KEEP,
        PRINT
    }

    /** Reads what stands after the name of the program: the checkout first. */
    static Arguments parse(String[] words) {
        var left = new ArrayDeque<>(List.of(words));
        var root = Path.of(next(left, "the checkout"));
        var suite = suite(next(left, "what to measure"));
        var arguments = new Arguments(
                root,
                suite,
                Scale.FULL,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Keeping.PRINT);
        while (!left.isEmpty()) {
            arguments = arguments.with(left.removeFirst(), left);
        }
        return arguments;
    }

    private static Suite suite(String name) {
        return SUITES.stream()
                .filter(suite -> suite.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + name + "\" is not known here, known are "
                        + SUITES.stream().map(Suite::name).collect(Collectors.joining(" and "))));
    }

    private Arguments with(String option, ArrayDeque<String> left) {
        return switch (option) {
            case "--quick" -> new Arguments(root, suite, Scale.QUICK, rounds, json, directory, only, keeping);
            case "--keep" -> new Arguments(root, suite, full, rounds, json, directory, only, Keeping.KEEP);
            case "--rounds" -> withRounds(next(left, option));
            case "--json" -> withJson(Path.of(next(left, option)));
            case "--dir" -> withDirectory(Path.of(next(left, option)));
            case "--only" ->
                new Arguments(root, suite, full, rounds, json, directory, and(next(left, option)), keeping);
            default -> throw new IllegalArgumentException("option " + option + " is not known");
        };
    }

    private Arguments withRounds(String text) {
        if (!text.matches("[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException("--rounds is \"" + text + "\", it must be a number from 1 to 9999");
        }
        return new Arguments(root, suite, full, Optional.of(Integer.valueOf(text)), json, directory, only, keeping);
    }

    private Arguments withJson(Path file) {
        return new Arguments(root, suite, full, rounds, Optional.of(file), directory, only, keeping);
    }

    private Arguments withDirectory(Path place) {
        return new Arguments(root, suite, full, rounds, json, Optional.of(place), only, keeping);
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

    Scale scale() {
        return rounds.map(full::withRounds).orElse(full);
    }

    boolean wants(Measure measure) {
        return only.isEmpty() || only.stream().anyMatch(measure.name()::startsWith);
    }

    boolean keeps() {
        return keeping == Keeping.KEEP;
    }
}
