package dev.windlass.store.postgres;

import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Where a JDBC URL leads, as people may be told. A URL may hold a password, so no sentence shows a whole one; and one that the driver
 * could not read is refused before the driver sees it, which would write it into a log.
 */
record Address(String hosts, String database, String user) {
    private static final String BEGINNING = "jdbc:postgresql:";
    private static final String FORM = "; write it like jdbc:postgresql://HOST:5432/DATABASE?user=NAME&password=...";

    /** Two before the host, one behind it. */
    private static final int SLASHES = 3;

    static Address of(String url) {
        var path = url.split("\\?", 2)[0];
        if (!path.startsWith(BEGINNING)) {
            throw refused("the URL " + shown(url) + " is no JDBC URL of PostgreSQL");
        }
        if (path.contains("@")) {
            throw refused("the URL " + shown(url) + " names a user before its host, which JDBC does not know");
        }
        if (path.contains("=") || path.contains("&")) {
            throw refused("the URL begins its settings without a question mark");
        }
        if (path.startsWith(BEGINNING + "//")
                && path.chars().filter(c -> c == '/').count() != SLASHES) {
            throw refused("the URL " + path + " does not have one slash between host and database");
        }
        var said = Driver.parseURL(url, null);
        if (said == null) {
            throw refused("the URL " + path + " has a port, or a setting behind it, that cannot be read");
        }
        return of(said);
    }

    private static Address of(Properties said) {
        var hosts = text(said, PGProperty.PG_HOST).orElse("localhost").split(",", -1);
        var ports = text(said, PGProperty.PG_PORT).orElse("5432").split(",", -1);
        var places = new StringBuilder();
        for (var index = 0; index < hosts.length; index++) {
            places.append(index == 0 ? "" : ", ").append(hosts[index]).append(':');
            places.append(ports[Math.min(index, ports.length - 1)]);
        }
        var user = text(said, PGProperty.USER).orElse(System.getProperty("user.name", ""));
        return new Address(places.toString(), text(said, PGProperty.PG_DBNAME).orElse(user), user);
    }

    private static Optional<String> text(Properties said, PGProperty property) {
        return Optional.ofNullable(property.getOrDefault(said)).filter(text -> !text.isEmpty());
    }

    /** Nothing behind the question mark, and nothing at all of what may be a user with his password. */
    private static String shown(String url) {
        var authority = url.indexOf("//");
        return authority >= 0 && url.indexOf('@', authority) >= 0
                ? url.substring(0, authority + 2) + "..."
                : url.split("\\?", 2)[0];
    }

    private static IllegalArgumentException refused(String fact) {
        return new IllegalArgumentException(fact + FORM);
    }

    /** The server, within a sentence. */
    String server() {
        return "PostgreSQL at " + hosts;
    }
}
