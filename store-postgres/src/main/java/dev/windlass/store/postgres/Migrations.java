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
    /** The resources of this program, in the order in which they are run. */
    private static final List<String> RESOURCES = List.of("1.sql");

    private Migrations() {}

    /** One step of the schema. */
    record Migration(int version, String sql) {
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
            found.add(new Migration(found.size() + 1, resource(resource)));
        }
        return List.copyOf(found);
    }

    private static String resource(String name) {
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
