package dev.windlass.architecture;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.toList;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * One Java file: its path from the root of the checkout, its text, and the tree that the compiler makes of it.
 *
 * <p>The compiler's own parser is used, because a rule that looks for words in the text also finds them in strings and comments.
 */
public record SourceFile(String path, String text, CompilationUnitTree tree, SourcePositions positions) {
    /** All files under the source folders of all modules. */
    public static List<SourceFile> ofCheckout() {
        var root = root();
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> root.relativize(file).toString().matches("[^/]+/src/.*"))
                    .map(file -> read(root, file))
                    .collect(collectingAndThen(toList(), SourceFile::parse));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot walk the checkout at " + root, e);
        }
    }

    public static SourceFile of(String path, String text) {
        return parse(List.of(new Text(path, text))).get(0);
    }

    /** One compiler for all files: starting it costs more than parsing one. */
    private static List<SourceFile> parse(List<Text> texts) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var task = (JavacTask) compiler.getTask(null, null, null, List.of("-proc:none"), null, texts);
        try {
            return StreamSupport.stream(task.parse().spliterator(), false)
                    .map(tree -> of(tree, Trees.instance(task).getSourcePositions()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot parse the sources", e);
        }
    }

    private static SourceFile of(CompilationUnitTree tree, SourcePositions positions) {
        try {
            // The compiler wraps its files, so path and text are asked of the wrapper.
            var source = tree.getSourceFile();
            var path = source.toUri().getPath().substring(1);
            return new SourceFile(path, source.getCharContent(true).toString(), tree, positions);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read back what was parsed", e);
        }
    }

    List<String> lines() {
        return text.lines().toList();
    }

    int lineCount() {
        return (int) text.lines().count();
    }

    int firstLineOf(Tree part) {
        return (int) tree.getLineMap().getLineNumber(positions.getStartPosition(tree, part));
    }

    int lineCountOf(Tree part) {
        var last = tree.getLineMap().getLineNumber(positions.getEndPosition(tree, part));
        return (int) last - firstLineOf(part) + 1;
    }

    String textOf(Tree part) {
        return text.substring((int) positions.getStartPosition(tree, part), (int) positions.getEndPosition(tree, part));
    }

    boolean isTest() {
        return path.contains("src/test/") || path.startsWith("store-contract/");
    }

    /** Whether the line comment that ends just above this part begins with these words. */
    boolean saysAbove(Tree part, String words) {
        var lines = lines();
        var line = firstLineOf(part) - 2;
        while (line > 0 && isComment(lines.get(line)) && isComment(lines.get(line - 1))) {
            line--;
        }
        return line >= 0 && lines.get(line).strip().startsWith("// " + words);
    }

    private static boolean isComment(String line) {
        return line.strip().startsWith("//");
    }

    private static Text read(Path root, Path file) {
        try {
            return new Text(root.relativize(file).toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** The root of the checkout in which the tests run. */
    public static Path root() {
        var start = Path.of("").toAbsolutePath();
        for (var folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(".mvn"))) {
                return folder;
            }
        }
        throw new IllegalStateException("no folder above " + start + " has .mvn, the mark of the checkout's root");
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String text;

        Text(String path, String text) {
            super(URI.create("source:///" + path), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
