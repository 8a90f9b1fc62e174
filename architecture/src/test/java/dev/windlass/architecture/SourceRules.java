package dev.windlass.architecture;

import com.sun.source.tree.CatchTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules that class files cannot show. A violation reads {@code path:line: what is wrong}. */
final class SourceRules {
    static final int FILE_LINES = 400;
    static final int METHOD_LINES = 40;

    // Put together, or this line would break the rule itself.
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    private static final Pattern SLEEP = Pattern.compile("(Thread|(TimeUnit\\.)?[A-Z]+)\\.sleep");

    private final SourceFile file;
    private final List<String> found = new ArrayList<>();

    private SourceRules(SourceFile file) {
        this.file = file;
    }

    static List<String> violations(SourceFile file) {
        var rules = new SourceRules(file);
        rules.checkLength();
        rules.checkUnfinished();
        rules.new Scan().scan(file.tree(), null);
        return List.copyOf(rules.found);
    }

    private void checkLength() {
        var excused = file.tree().getTypeDecls().stream().anyMatch(type -> file.saysAbove(type, "Long because"));
        if (file.lineCount() > FILE_LINES && !excused) {
            report(
                    1,
                    "the file has " + file.lineCount() + " lines, the limit is " + FILE_LINES
                            + "; split it, or say \"// Long because\" above the type");
        }
    }

    private void checkUnfinished() {
        var lines = file.lines();
        for (var line = 0; line < lines.size(); line++) {
            if (UNFINISHED.matcher(lines.get(line)).find()) {
                report(line + 1, "unfinished work belongs into an issue");
            }
        }
    }

    private void checkMethod(MethodTree method) {
        if (file.lineCountOf(method) > METHOD_LINES && !file.saysAbove(method, "Long because")) {
            report(
                    method,
                    method.getName() + " has " + file.lineCountOf(method) + " lines, the limit is " + METHOD_LINES
                            + "; split it, or say \"// Long because\" above it");
        }
    }

    private void checkSleep(MethodInvocationTree call) {
        if (file.isTest()
                && SLEEP.matcher(call.getMethodSelect().toString()).matches()
                && !file.saysAbove(call, "Sleeps because")) {
            report(call, "a test waits for a fact, not for time; or say \"// Sleeps because\" above it");
        }
    }

    private void checkCatch(CatchTree clause) {
        // The text, not the tree: a block that holds only a sentence has said why nothing is to be done.
        var block = file.textOf(clause.getBlock());
        if (block.substring(1, block.length() - 1).isBlank()) {
            report(clause, "an exception is swallowed without a word");
        }
    }

    private void report(Tree part, String sentence) {
        report(file.firstLineOf(part), sentence);
    }

    private void report(int line, String sentence) {
        found.add(file.path() + ":" + line + ": " + sentence);
    }

    private final class Scan extends TreeScanner<@Nullable Void, @Nullable Void> {
        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            checkMethod(method);
            return super.visitMethod(method, null);
        }

        @Override
        public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void nothing) {
            checkSleep(call);
            return super.visitMethodInvocation(call, null);
        }

        @Override
        public @Nullable Void visitCatch(CatchTree clause, @Nullable Void nothing) {
            checkCatch(clause);
            return super.visitCatch(clause, null);
        }
    }
}
