package dev.windlass.store.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The steps that bring a schema to this program's version: numbered resources, each run once, forward only and never edited. What
 * was run is kept with its checksum, so that an edited one is found.
 */
final class Migrations {
    /** The resources of this program, in the order in which they are run, each with the oldest version that may work beside it. */
    private static final List<Resource> RESOURCES = List.of(new Resource("1.sql", 1));

    private Migrations() {}

    private record Resource(String name, int oldest) {}

    /**
     * One step of the schema.
     *
     * @param oldest the version that a program has to know, so that it may work with what this step has made: a step that only adds
     *     leaves the programs before it at work
     */
    record Migration(int version, int oldest, String sql) {
        /** Of the text without its line ends, which a checkout may change. */
        String checksum() {
            try {
                var digest = MessageDigest.getInstance("SHA-256");
                return HexFormat.of()
                        .formatHex(digest.digest(sql.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }

    static List<Migration> ofThisVersion() {
        var found = new ArrayList<Migration>();
        for (var resource : RESOURCES) {
            found.add(new Migration(found.size() + 1, resource.oldest(), text(resource.name())));
        }
        return List.copyOf(found);
    }

    private static String text(String name) {
        try (var in = Migrations.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource " + name, e);
        }
    }
}
