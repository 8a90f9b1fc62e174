package dev.windlass.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Databases of a PostgreSQL that is started for the measures, in the workspace, and as durable as in production. Each turn has a
 * database of its own, so that nobody walks over what another has deleted.
 */
final class PostgresDatabases implements Databases {
    /** Ephemeral ports begin at 32768: above it another process may take the port between the look and the start. */
    private static final int FIRST_PORT = 26_432;

    private static final int LAST_PORT = 32_767;

    private static final String DIRECTORY = "postgres";

    private final EmbeddedPostgres server;
    private final Connection connection;
    private final Set<String> names = new LinkedHashSet<>();

    private PostgresDatabases(EmbeddedPostgres server, Connection connection) {
        this.server = server;
        this.connection = connection;
    }

    static PostgresDatabases in(Workspace workspace) throws IOException, SQLException {
        var log = Redirect.appendTo(workspace.fresh("postgres.log").toFile());
        var builder = EmbeddedPostgres.builder()
                .setPort(freePort())
                .setDataDirectory(workspace.freshDirectory(DIRECTORY))
                .setCleanDataDirectory(true)
                .setOutputRedirector(log)
                .setErrorRedirector(log);
        settings().forEach(builder::setServerConfig);
        var server = builder.start();
        var databases =
                new PostgresDatabases(server, server.getPostgresDatabase().getConnection());
        databases.compress();
        return databases;
    }

    /** What a sensible operator of a machine with a few GiB sets. The library switches the first three off. */
    private static Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        settings.put("fsync", "on");
        settings.put("full_page_writes", "on");
        settings.put("synchronous_commit", "on");
        settings.put("shared_buffers", "1GB");
        settings.put("max_wal_size", "8GB");
        settings.put("min_wal_size", "1GB");
        settings.put("checkpoint_timeout", "15min");
        settings.put("random_page_cost", "1.1");
        settings.put("max_connections", "400");
        // Loaded here, because that needs a start, and tracking nothing: only the measure of idle instances switches it
        // on.
        settings.put("shared_preload_libraries", "pg_stat_statements");
        settings.put("pg_stat_statements.track", "none");
        return settings;
    }

    /** Not every build has lz4, and a server with a setting that it does not know does not start. */
    private void compress() throws SQLException {
        var lz4 =
                Script.one(connection, "select 'lz4' = any(enumvals) from pg_settings where name = 'wal_compression'");
        Script.execute(connection, "alter system set wal_compression = " + (lz4.equals("t") ? "lz4" : "pglz"));
        Script.execute(connection, "select pg_reload_conf()");
    }

    private static int freePort() throws IOException {
        for (var port = FIRST_PORT; port < LAST_PORT; port++) {
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("no port is free from " + FIRST_PORT + " to " + LAST_PORT);
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Address fresh(String name) throws SQLException {
        return created(name, "template1");
    }

    @Override
    public Address copy(Address original, String name) throws SQLException {
        return created(name, name(original));
    }

    /** The last part of its URL. */
    private static String name(Address database) {
        return database.text().replaceFirst(".*/([^?]+).*", "$1");
    }

    /**
     * Removing a database is a checkpoint, creating one by way of the log is none: so all that went before is on the disk, and no page of the
     * new database is logged as a whole for its first change.
     */
    private Address created(String name, String template) throws SQLException {
        drop(name);
        names.add(name);
        Script.execute(connection, "create database \"" + name + "\" template \"" + template + "\" strategy wal_log");
        return new Address(server.getJdbcUrl("postgres", name));
    }

    /** The log belongs to all databases together: a vacuum of one would be counted as the cost of a job in another. */
    @Override
    public void settle(Address database) throws SQLException {
        try (var inside = database.connect()) {
            Script.execute(inside, "vacuum (freeze, analyze)");
        }
    }

    @Override
    public void clear() throws SQLException {
        for (var name : List.copyOf(names)) {
            drop(name);
        }
    }

    private void drop(String name) throws SQLException {
        Script.execute(connection, "drop database if exists \"" + name + "\" with (force)");
        names.remove(name);
    }

    @Override
    public Meter meter(Address database) throws SQLException {
        return PostgresMeter.on(connection, name(database));
    }

    @Override
    public void describe(Report report) throws SQLException {
        report.line("postgres  " + Script.one(connection, "show server_version") + ", embedded, on this machine");
        var settings = settings().keySet().stream().collect(Collectors.joining("', '", "('", "', 'wal_compression')"));
        report.line("          "
                + Script.one(
                        connection,
                        "select string_agg(name || ' ' || current_setting(name), ', ' order by name) from pg_settings where name in "
                                + settings));
    }

    @Override
    public void close() throws SQLException, IOException {
        connection.close();
        server.close();
    }
}
