package dev.windlass.docs;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreePathScanner;
import dev.windlass.architecture.SourceFile;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tests of the checkout as {@code Class#method}, where the class is the innermost or the outermost one around the method. */
final class TestNames extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private static final Set<String> MARKS = Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory");

    private final Set<String> names = new HashSet<>();

    private TestNames() {}

    static Set<String> in(List<SourceFile> files) {
        var scan = new TestNames();
        files.stream().filter(file -> file.text().contains("Test")).forEach(file -> scan.scan(file.tree(), null));
        return Set.copyOf(scan.names);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
        var marked = method.getModifiers().getAnnotations().stream()
                .anyMatch(mark -> MARKS.contains(mark.getAnnotationType().toString()));
        if (marked) {
            for (var around : getCurrentPath()) {
                if (around instanceof ClassTree type) {
                    names.add(type.getSimpleName() + "#" + method.getName());
                }
            }
        }
        return super.visitMethod(method, null);
    }
}
