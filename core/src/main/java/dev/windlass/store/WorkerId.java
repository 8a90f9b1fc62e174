package dev.windlass.store;

/** Identity of a worker: a random number drawn at each process start, never a host name. A long keeps lease rows narrow. */
public record WorkerId(long value) implements Comparable<WorkerId> {
    @Override
    public int compareTo(WorkerId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toHexString(value);
    }
}
