package dev.windlass.store.contract.ordeal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Reads an audit while it grows, each line once. Used by one thread. */
public final class AuditReader implements AutoCloseable {
    private static final int CHUNK = 1 << 16;

    private final FileChannel file;
    private final StringBuilder rest = new StringBuilder();

    private AuditReader(FileChannel file) {
        this.file = file;
    }

    public static AuditReader open(Path path) throws IOException {
        return new AuditReader(
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ));
    }

    /** The lines that were written since the last call, each cut into its words. */
    public List<List<String>> read() throws IOException {
        var chunk = ByteBuffer.allocate(CHUNK);
        while (file.read(chunk) > 0) {
            rest.append(StandardCharsets.US_ASCII.decode(chunk.flip()));
            chunk.clear();
        }
        var lines = new ArrayList<List<String>>();
        var from = 0;
        for (var end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n", from)) {
            lines.add(List.of(rest.substring(from, end).split(" ", -1)));
            from = end + 1;
        }
        rest.delete(0, from);
        return lines;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
