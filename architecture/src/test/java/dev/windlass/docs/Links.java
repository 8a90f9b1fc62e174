package dev.windlass.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds what leads nowhere: links between pages, their anchors, and pages that are named without a link. */
final class Links {
    /** A page that is named in prose or in a comment: {@code docs/states.md}. */
    private static final Pattern NAMED = Pattern.compile("\\bdocs/[A-Za-z0-9/_-]+\\.md");

    private final Path root;
    private final Map<String, Document> pages;

    Links(Path root, List<Document> pages) {
        this.root = root;
        this.pages = pages.stream().collect(Collectors.toMap(Document::path, Function.identity()));
    }

    List<String> broken() {
        return pages.values().stream()
                .sorted(Comparator.comparing(Document::path))
                .flatMap(page -> broken(page).stream())
                .toList();
    }

    private List<String> broken(Document page) {
        var complaints = new ArrayList<String>();
        for (var link : page.links()) {
            if (!link.target().matches("[a-z]+:.*") && !leadsSomewhere(page, link.target())) {
                complaints.add(page.complaint(link.line(), "the link to " + link.target() + " leads nowhere"));
            }
        }
        complaints.addAll(missing(page.path(), page.text()));
        return complaints;
    }

    private boolean leadsSomewhere(Document page, String target) {
        var parts = target.split("#", 2);
        var file = parts[0].isEmpty() ? page.path() : resolve(page, parts[0]);
        if (parts.length == 1) {
            return Files.exists(root.resolve(file)) || pages.containsKey(file);
        }
        return pages.containsKey(file) && pages.get(file).anchors().contains(parts[1]);
    }

    private static String resolve(Document page, String target) {
        var sibling = Path.of(page.path()).resolveSibling(target).normalize();
        return sibling.toString();
    }

    /** The pages that a text names and that are not there. */
    List<String> missing(String path, String text) {
        return NAMED.matcher(text)
                .results()
                .filter(name -> !pages.containsKey(name.group()))
                .map(name -> path + ": the page " + name.group() + " is named and is not there")
                .distinct()
                .toList();
    }
}
