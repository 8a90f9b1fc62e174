package dev.windlass.docs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Compares the page of promises with the tests. Each promise has a heading, {@code ## P3 One accepted outcome}, and below it either
 * {@code Held by} with tests as {@code Class#method}, or {@code Planned}. A promise of which only a part holds says both.
 */
final class Promises {
    /** P1 to P16 of the design. */
    static final List<String> ALL =
            IntStream.rangeClosed(1, 16).mapToObj(number -> "P" + number).toList();

    private static final Pattern HEADING = Pattern.compile("## (P\\d+) .+");
    private static final Pattern TEST = Pattern.compile("`([A-Za-z]+#[a-z0-9_]+)`");
    private static final Pattern NUMBER = Pattern.compile("\\bP\\d+\\b");

    private final Document page;
    private final List<Promise> promises = new ArrayList<>();

    /** A promise and the tests that hold it. */
    record Promise(String number, int line, List<String> tests, boolean planned) {}

    Promises(Document page) {
        this.page = page;
        var prose = page.prose();
        for (var at = 0; at < prose.size(); at++) {
            var heading = HEADING.matcher(prose.get(at));
            if (heading.matches()) {
                promises.add(promise(heading.group(1), at));
            }
        }
    }

    private Promise promise(String number, int at) {
        var rest = page.prose().stream()
                .skip(at + 1L)
                .takeWhile(line -> !line.startsWith("## "))
                .collect(Collectors.joining("\n"));
        var tests = TEST.matcher(rest).results().map(test -> test.group(1)).toList();
        return new Promise(number, at + 1, tests, rest.contains("Planned"));
    }

    List<String> numbers() {
        return promises.stream().map(Promise::number).toList();
    }

    /** The promises that hold today, if only in part. */
    Set<String> held() {
        return promises.stream()
                .filter(promise -> !promise.tests().isEmpty())
                .map(Promise::number)
                .collect(Collectors.toSet());
    }

    /** Tests that are named and do not exist, and promises that neither name a test nor say that they are planned. */
    List<String> unkept(Set<String> tests) {
        var complaints = new ArrayList<String>();
        for (var promise : promises) {
            if (promise.tests().isEmpty() && !promise.planned()) {
                complaints.add(page.complaint(promise.line(), promise.number() + " names no test and is not Planned"));
            }
            promise.tests().stream()
                    .filter(test -> !tests.contains(test))
                    .map(test ->
                            page.complaint(promise.line(), promise.number() + " names " + test + ", which is no test"))
                    .forEach(complaints::add);
        }
        return complaints;
    }

    /** The numbers that a page gives as promises and that no test holds. */
    List<String> tooMuchIn(Document other) {
        var given = NUMBER.matcher(other.text())
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(HashSet::new));
        given.removeAll(held());
        return given.stream()
                .sorted()
                .map(number -> other.path() + " promises " + number + ", which no test holds")
                .toList();
    }
}
