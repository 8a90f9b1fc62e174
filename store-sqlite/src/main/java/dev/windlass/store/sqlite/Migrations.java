package dev.windlass.store.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Brings the schema to this program's version: numbered resources, each run once, forward only and never edited. What was run is
 * kept with its checksum, so that an edited one is found.
 */
final class Migrations {
    /** The resources of this program, in the order in which they are run. */
    private static final List<String> RESOURCES = List.of(
            "1.sql",
            "2.sql",
            "care.sql",
            "queues.sql",
            "limits.sql",
            "steering.sql",
            "within.sql",
            "waits.sql",
            "tags.sql",
            "drain.sql");

    private static final String CREATE = """
            create table if not exists windlass_migration (
                version integer primary key,
                checksum text not null,
                at integer not null
            )
            """;
    private static final String DONE = "select version, checksum from windlass_migration order by version";
    private static final String RECORD = "insert into windlass_migration (version, checksum, at) values (?, ?, ?)";

    private final List<Migration> known;

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

    Migrations(List<Migration> known) {
        this.known = List.copyOf(known);
    }

    /** Those that come with this program. */
    static Migrations ofThisVersion() {
        var found = new ArrayList<Migration>();
        for (var resource : RESOURCES) {
            found.add(new Migration(found.size() + 1, resource(resource)));
        }
        return new Migrations(found);
    }

    /** The first of them. */
    Migrations upTo(int version) {
        return new Migrations(known.subList(0, version));
    }

    /** The version to which they bring a schema. */
    int newest() {
        return known.size();
    }

    /** Runs what is missing. Within a transaction, so that a schema is never left half changed. */
    void apply(Path file, Connection connection, long nowMicros) throws SQLException {
        var done = done(file, connection);
        for (var migration : known.subList(done, known.size())) {
            try (var statement = connection.createStatement();
                    var record = connection.prepareStatement(RECORD)) {
                statement.executeUpdate(migration.sql());
                record.setInt(1, migration.version());
                record.setString(2, migration.checksum());
                record.setLong(3, nowMicros);
                record.executeUpdate();
            }
        }
    }

    /** How many were run before; refuses what is newer than this program or differs from it. */
    private int done(Path file, Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.executeUpdate(CREATE);
        }
        return requireKnown(file, connection);
    }

    /** Refuses a file of a newer program, and changes nothing in it. Answers how many of ours were run. */
    int requireKnown(Path file, Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(DONE)) {
            var count = 0;
            for (; row.next(); count++) {
                compare(file, row.getInt(1), row.getString(2));
            }
            return count;
        }
    }

    private void compare(Path file, int version, String checksum) {
        if (version > known.size()) {
            throw DatabaseFile.refused(
                    file,
                    "its schema has version " + version + ", this program knows versions up to " + known.size()
                            + "; use the newer program that wrote it");
        }
        if (!known.get(version - 1).checksum().equals(checksum)) {
            throw DatabaseFile.refused(
                    file,
                    "migration " + version + " was run with the checksum " + checksum + ", this program has "
                            + known.get(version - 1).checksum()
                            + "; migrations are never edited, so use the program that wrote it");
        }
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
