package dev.windlass.store.sqlite.powerloss;

import dev.windlass.store.sqlite.powerloss.Operation.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads what strace wrote: {@code strace -f -qq -xx -s 1100000}, one system call a line, all strings in hexadecimal. A call that
 * another thread interrupted comes in two lines and counts when it returned.
 *
 * <p>Only files below one directory are followed. Used once, by one thread.
 */
final class Trace {
    /** What has to be traced for the model. */
    static final String CALLS =
            "openat,open,close,pwrite64,write,lseek,ftruncate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat";

    private static final String UNFINISHED = " <unfinished ...>";
    private static final Pattern RESUMED = Pattern.compile("<\\.\\.\\. \\w+ resumed>(.*)", Pattern.DOTALL);
    private static final Pattern CALL = Pattern.compile("(\\w+)\\((.*)\\)\\s+= (-?\\d+).*", Pattern.DOTALL);

    /** Others write to standard output too: the log, and a program by which the driver asks for the system's name. */
    private static final Pattern PROMISE = Pattern.compile("[A-Z] [0-9a-f-]{36}");

    private static final int STANDARD_OUTPUT = 1;
    private static final int RADIX = 16;

    private final String root;
    private final List<Operation> operations = new ArrayList<>();
    private final Map<Integer, Open> files = new HashMap<>();
    private final Map<String, String> pending = new HashMap<>();

    private Trace(Path root) {
        this.root = root + "/";
    }

    /** A file that is open, and where its next plain write goes. */
    private static final class Open {
        final String file;
        final boolean syncs;
        long offset;

        Open(String file, String flags) {
            this.file = file;
            this.syncs = flags.contains("SYNC");
            this.offset = flags.contains("O_APPEND") ? Operation.Write.END : 0;
        }
    }

    static List<Operation> read(Path log, Path root) throws IOException {
        var trace = new Trace(root);
        try (var lines = Files.newBufferedReader(log, StandardCharsets.ISO_8859_1)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                trace.line(line);
            }
        }
        return trace.operations;
    }

    private void line(String line) {
        var space = line.indexOf(' ');
        var thread = line.substring(0, space);
        var text = line.substring(space).strip();
        if (text.endsWith(UNFINISHED)) {
            pending.put(thread, text.substring(0, text.length() - UNFINISHED.length()));
            return;
        }
        var resumed = RESUMED.matcher(text);
        if (resumed.matches()) {
            text = pending.getOrDefault(thread, "") + resumed.group(1);
        }
        var call = CALL.matcher(text);
        if (call.matches() && !call.group(3).startsWith("-")) {
            call(call.group(1), call.group(2), Long.parseLong(call.group(3)));
        }
    }

    private void call(String name, String arguments, long answer) {
        switch (name) {
            case "open", "openat" -> open(arguments, (int) answer);
            case "close" -> files.remove(Integer.parseInt(arguments));
            case "rename", "renameat", "renameat2" -> rename(arguments);
            case "unlink", "unlinkat" -> unlink(arguments);
            case "write" -> write(arguments, (int) answer);
            default -> onFile(name, arguments, answer);
        }
    }

    private void open(String arguments, int descriptor) {
        files.remove(descriptor);
        var path = strings(arguments).get(0);
        if (!path.startsWith(root)) {
            return;
        }
        var file = path.substring(root.length());
        files.put(descriptor, new Open(file, arguments));
        if (arguments.contains("O_CREAT")) {
            operations.add(new Operation.Create(file));
        }
        if (arguments.contains("O_TRUNC")) {
            operations.add(new Operation.Truncate(file, 0));
        }
    }

    private void rename(String arguments) {
        var names = strings(arguments);
        if (names.get(0).startsWith(root)) {
            operations.add(new Operation.Rename(
                    names.get(0).substring(root.length()), names.get(1).substring(root.length())));
        }
    }

    private void unlink(String arguments) {
        var name = strings(arguments).get(0);
        if (name.startsWith(root)) {
            operations.add(new Operation.Unlink(name.substring(root.length())));
        }
    }

    private void write(String arguments, int written) {
        var open = files.get(descriptor(arguments));
        if (open != null) {
            written(open, bytes(arguments).first(written), open.offset);
            open.offset += open.offset == Operation.Write.END ? 0 : written;
        } else if (descriptor(arguments) == STANDARD_OUTPUT) {
            var line = new String(bytes(arguments).array(), StandardCharsets.UTF_8).strip();
            if (PROMISE.matcher(line).matches()) {
                operations.add(new Operation.Say(line));
            }
        }
    }

    private void onFile(String name, String arguments, long answer) {
        var open = files.get(descriptor(arguments));
        if (open == null) {
            return;
        }
        switch (name) {
            case "pwrite64" -> written(open, bytes(arguments).first((int) answer), lastNumber(arguments));
            case "lseek" -> open.offset = answer;
            case "ftruncate" -> operations.add(new Operation.Truncate(open.file, lastNumber(arguments)));
            case "fsync", "fdatasync" -> operations.add(new Operation.Sync(open.file));
            default -> throw new IllegalStateException("the trace holds " + name);
        }
    }

    private void written(Open open, Bytes bytes, long offset) {
        operations.add(new Operation.Write(open.file, offset, bytes));
        if (open.syncs) {
            operations.add(new Operation.Sync(open.file));
        }
    }

    private static int descriptor(String arguments) {
        var comma = arguments.indexOf(',');
        return Integer.parseInt(comma < 0 ? arguments : arguments.substring(0, comma));
    }

    private static long lastNumber(String arguments) {
        return Long.parseLong(
                arguments.substring(arguments.lastIndexOf(',') + 1).strip());
    }

    private static List<String> strings(String arguments) {
        var found = new ArrayList<String>();
        var from = arguments.indexOf('"');
        while (from >= 0) {
            var to = arguments.indexOf('"', from + 1);
            found.add(new String(decode(arguments, from + 1, to), StandardCharsets.UTF_8));
            from = arguments.indexOf('"', to + 1);
        }
        return found;
    }

    private static Bytes bytes(String arguments) {
        var from = arguments.indexOf('"') + 1;
        return new Bytes(decode(arguments, from, arguments.indexOf('"', from)));
    }

    /** Each byte is written {@code \xNN}. */
    private static byte[] decode(String text, int from, int to) {
        var bytes = new ByteArrayOutputStream((to - from) / 4);
        for (var at = from; at < to; at += 4) {
            var high = Character.digit(text.charAt(at + 2), RADIX);
            bytes.write(high * RADIX + Character.digit(text.charAt(at + 3), RADIX));
        }
        return bytes.toByteArray();
    }
}
