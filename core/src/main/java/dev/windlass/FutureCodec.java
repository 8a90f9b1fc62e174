package dev.windlass;

import dev.windlass.task.Arguments;
import dev.windlass.task.Codec;
import dev.windlass.task.Content;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** For a method that answers with a future: whoever calls it by reference awaits what it declares, which is that future. */
record FutureCodec(Codec inner) implements Codec {
    @Override
    public Content encode(@Nullable Object value, int version) {
        return inner.encode(value, version);
    }

    @Override
    @SuppressWarnings("unchecked") // The result's class is only the beginning of its type.
    public <T> @Nullable T decode(Content content, Class<T> type) {
        var value = inner.decode(content, type);
        return type == Arguments.class ? value : (T) CompletableFuture.completedFuture(value);
    }
}
