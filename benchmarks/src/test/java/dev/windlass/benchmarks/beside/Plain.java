package dev.windlass.benchmarks.beside;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values in a form in which those are equal that mean the same. */
final class Plain {
    private Plain() {}

    /** Records as lists of what they hold; times rounded up to microseconds, which is what columns keep of them. */
    static @Nullable Object of(@Nullable Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(Plain::of);
        }
        if (value instanceof List<?> list) {
            return all(list);
        }
        if (value instanceof Record row) {
            return parts(row);
        }
        if (value instanceof Duration duration) {
            return of(Instant.EPOCH.plus(duration));
        }
        return value instanceof Instant instant ? upToMicros(instant) : value;
    }

    private static Instant upToMicros(Instant instant) {
        var down = instant.truncatedTo(ChronoUnit.MICROS);
        return down.equals(instant) ? down : down.plus(1, ChronoUnit.MICROS);
    }

    private static List<@Nullable Object> all(Collection<?> values) {
        var plain = new ArrayList<@Nullable Object>();
        values.forEach(value -> plain.add(of(value)));
        return plain;
    }

    private static List<@Nullable Object> parts(Record row) {
        var parts = new ArrayList<@Nullable Object>();
        for (var component : row.getClass().getRecordComponents()) {
            parts.add(of(part(row, component)));
        }
        return parts;
    }

    private static @Nullable Object part(Record row, RecordComponent component) {
        try {
            return component.getAccessor().invoke(row);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }
}
