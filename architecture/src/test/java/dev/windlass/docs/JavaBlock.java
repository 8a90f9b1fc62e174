package dev.windlass.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A block of a page that is marked {@code java}: statements, with records of their own where they need some, as they would stand in
 * a method {@code main}. Lines that begin with {@code import} are taken as such; the imports below need not be written.
 *
 * <p>It is compiled with all warnings as errors and run in an empty directory by a JVM of its own.
 */
record JavaBlock(Fence fence, String granted) {
    /** Where readers find the imports that the programs leave out. */
    private static final String IMPORTS = "docs/guide/README.md";

    private static final String NAME = "Snippet";
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Predicate<String> IMPORT = line -> line.startsWith("import ");

    /** A program of the pages, with the imports that the guide shows and no other. */
    static JavaBlock of(Fence fence) {
        return new JavaBlock(fence, granted(Document.of(IMPORTS), 0));
    }

    /** The imports that a page shows as its Java block of this number. */
    static String granted(Document page, int number) {
        var blocks = page.fences().stream()
                .filter(fence -> fence.language().equals("java"))
                .toList();
        return blocks.get(number).text();
    }

    /** Whether it is nothing but imports. */
    boolean isImports() {
        return fence.text().lines().allMatch(line -> line.isBlank() || IMPORT.test(line));
    }

    /**
     * What is wrong with it: what the compiler says, an exit other than 0, or a print-out other than the page shows. It is run twice in one
     * place: who copies it runs it again.
     */
    Optional<String> fault(Path directory, Optional<String> shown) throws InterruptedException {
        var refused = compile(directory);
        if (refused.isPresent() || isImports()) {
            return refused;
        }
        var first = run(directory, shown);
        return first.isPresent() || !leftSomething(directory)
                ? first
                : run(directory, shown).map(again -> again + " (run again)");
    }

    /** Only then can a second run be another than the first. */
    private static boolean leftSomething(Path directory) {
        try (var files = Files.list(directory)) {
            return files.anyMatch(file -> !file.toString().endsWith(".class"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look into " + directory, e);
        }
    }

    private Optional<String> run(Path directory, Optional<String> shown) throws InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var path = directory + System.getProperty("path.separator") + System.getProperty("java.class.path");
        var run = Launched.in(directory, Map.of(), LIMIT, List.of(java, "-Xmx256m", "-cp", path, NAME));
        if (run.exit() != 0) {
            return Optional.of(fence.place() + ": the block ended with " + run.exit() + ": " + run.err());
        }
        return shown.filter(text -> !text.strip().equals(run.out().strip()))
                .map(text ->
                        fence.place() + ": the block printed \"" + run.out().strip() + "\", shown is \"" + text + "\"");
    }

    private Optional<String> compile(Path directory) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var diagnostics = new DiagnosticCollector<JavaFileObject>();
        var options = List.of(
                "-Xlint:all,-processing",
                "-Werror",
                "-proc:none",
                "-d",
                directory.toString(),
                "-cp",
                System.getProperty("java.class.path"));
        try (var files = compiler.getStandardFileManager(diagnostics, Locale.ROOT, null)) {
            var task = compiler.getTask(null, files, diagnostics, options, null, List.of(new Source(program())));
            if (task.call()) {
                return Optional.empty();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot compile " + fence.place(), e);
        }
        return Optional.of(fence.place() + ": the block does not compile: " + said(diagnostics));
    }

    private static String said(DiagnosticCollector<JavaFileObject> diagnostics) {
        return diagnostics.getDiagnostics().stream()
                .filter(found -> found.getKind() != Diagnostic.Kind.NOTE)
                .map(found -> found.getMessage(Locale.ROOT))
                .collect(Collectors.joining("; "));
    }

    private String program() {
        var imports = fence.text().lines().filter(IMPORT).collect(Collectors.joining("\n"));
        var statements = fence.text().lines().filter(IMPORT.negate()).collect(Collectors.joining("\n"));
        return granted + imports + "\nfinal class " + NAME
                + " {\npublic static void main(String... words) throws Exception {\n" + statements + "\n}\n}\n";
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///" + NAME + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
