package dev.windlass.task;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;

/** Reads objects out of bytes that somebody else wrote. */
public final class PlantedSerialization {
    public Object read(InputStream bytes) throws IOException, ClassNotFoundException {
        try (var objects = new ObjectInputStream(bytes)) {
            return objects.readObject();
        }
    }
}
