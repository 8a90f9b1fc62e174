package dev.windlass.benchmarks;

import dev.windlass.Windlass;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Drains a database and writes the id of each job that it starts to another: {@code Victim STORE STARTS}. Made to be killed. */
final class Victim {
    private Victim() {}

    public static void main(String[] words) throws Exception {
        try (var starts = FileChannel.open(
                        Path.of(words[1]),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.APPEND);
                var windlass = Windlass.on(new Address(words[0]).open())
                        .perform(Letter.TASK, (letter, run) -> {
                            starts.write(ByteBuffer.wrap(run.id().bytes()));
                            return Letter.Receipt.SAMPLE;
                        })
                        .start()) {
            windlass.drain();
        }
    }
}
