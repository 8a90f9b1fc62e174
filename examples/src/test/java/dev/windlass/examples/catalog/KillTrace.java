package dev.windlass.examples.catalog;

import dev.windlass.task.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What the killed processes wrote about their jobs, in the order in which they wrote it. */
final class KillTrace {
    /** At the end of a line: a kill may have torn the line before, and left it without its end. */
    private static final Pattern LINE = Pattern.compile("(START|DONE) (catalog\\.[a-z]+) ([0-9a-f-]{36})$");

    /** One line that is whole, and where in the file it ends. */
    record Entry(boolean start, String task, String job, long end) {
        boolean isOf(Task<?, ?> other) {
            return task.equals(other.name());
        }
    }

    private final List<Entry> entries;

    private KillTrace(List<Entry> entries) {
        this.entries = entries;
    }

    static KillTrace read(Path file) throws IOException {
        return of(Files.readString(file, StandardCharsets.US_ASCII));
    }

    static KillTrace of(String text) {
        var entries = new ArrayList<Entry>();
        var end = 0L;
        for (var line : text.lines().toList()) {
            end += line.length() + 1L;
            var match = LINE.matcher(line);
            if (match.find()) {
                entries.add(new Entry(match.group(1).equals("START"), match.group(2), match.group(3), end));
            }
        }
        return new KillTrace(entries);
    }

    /** Jobs that were started after their end was durable: there must be none. */
    List<String> startedAfterDone() {
        var done = new HashSet<String>();
        var again = new ArrayList<String>();
        for (var entry : entries) {
            if (!entry.start()) {
                done.add(entry.job());
            } else if (done.contains(entry.job())) {
                again.add(entry.task() + " " + entry.job());
            }
        }
        return again;
    }

    /** The jobs of files that were ever started: as many as there are files, or some file had two jobs. */
    Set<String> files() {
        return starts().keySet();
    }

    /** How often the job of each file was started. */
    Map<String, Integer> starts() {
        var starts = new HashMap<String, Integer>();
        entries.stream()
                .filter(entry -> entry.start() && entry.isOf(Tasks.FILE))
                .forEach(entry -> starts.merge(entry.job(), 1, Integer::sum));
        return starts;
    }

    /** The place in the file behind which no directory was listed any more. */
    long endOfWalk() {
        return entries.stream()
                .filter(entry -> entry.isOf(Tasks.DIRECTORY) || entry.isOf(Tasks.PAGE))
                .mapToLong(Entry::end)
                .max()
                .orElse(0);
    }
}
