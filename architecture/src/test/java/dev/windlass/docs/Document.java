package dev.windlass.docs;

import dev.windlass.architecture.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One page of Markdown, with its path from the root of the checkout. */
record Document(String path, String text) {
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.+)");
    private static final String FENCE = "```";

    /** Text that leads elsewhere. */
    record Link(int line, String target) {}

    static Document of(String path) {
        return read(SourceFile.root(), SourceFile.root().resolve(path));
    }

    /** Every page of the checkout. */
    static List<Document> all() {
        var root = SourceFile.root();
        try (var files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !root.relativize(file).toString().matches("(.*/)?target/.*"))
                    .sorted()
                    .map(file -> read(root, file))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot walk the checkout at " + root, e);
        }
    }

    private static Document read(Path root, Path file) {
        try {
            return new Document(root.relativize(file).toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    int lineCount() {
        return (int) text.lines().count();
    }

    /** A complaint about a line of this page. */
    String complaint(int line, String sentence) {
        return path + ":" + line + ": " + sentence;
    }

    /** The fenced blocks, in order. */
    List<Fence> fences() {
        var fences = new ArrayList<Fence>();
        var lines = text.lines().toList();
        for (var at = 0; at < lines.size(); at++) {
            if (lines.get(at).startsWith(FENCE)) {
                var end = at + 1;
                while (end < lines.size() && !lines.get(end).equals(FENCE)) {
                    end++;
                }
                var language = lines.get(at).substring(FENCE.length()).strip();
                fences.add(new Fence(path, at + 1, language, String.join("\n", lines.subList(at + 1, end))));
                at = end;
            }
        }
        return List.copyOf(fences);
    }

    /** The lines outside fenced blocks; those inside are empty, so that numbers stay true. */
    List<String> prose() {
        var prose = new ArrayList<String>();
        var fenced = false;
        for (var line : text.lines().toList()) {
            var edge = line.startsWith(FENCE);
            prose.add(fenced || edge ? "" : line);
            fenced ^= edge;
        }
        return prose;
    }

    List<Link> links() {
        var links = new ArrayList<Link>();
        var prose = prose();
        for (var at = 0; at < prose.size(); at++) {
            var line = at + 1;
            LINK.matcher(prose.get(at).replaceAll("`[^`]*`", ""))
                    .results()
                    .forEach(link -> links.add(new Link(line, link.group(1))));
        }
        return List.copyOf(links);
    }

    /** What a link may name after its #, by the rule of the usual renderers. */
    Set<String> anchors() {
        return prose().stream()
                .map(HEADING::matcher)
                .filter(Matcher::matches)
                .map(heading -> anchor(heading.group(1)))
                .collect(Collectors.toSet());
    }

    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                .strip()
                .replace(' ', '-');
    }

    /** The table with this first column. */
    Table table(String firstColumn) {
        return Table.in(this).stream()
                .filter(table -> table.columns().get(0).equals(firstColumn))
                .findFirst()
                .orElseThrow(() -> new AssertionError(path + " has no table whose first column is " + firstColumn));
    }
}
