package dev.windlass.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.windlass.store.StoreException;
import dev.windlass.store.postgres.PostgresOptions.Hinting;
import dev.windlass.store.postgres.server.Binaries;
import dev.windlass.store.postgres.server.OwnServer;
import dev.windlass.task.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a store says when it cannot be opened: one sentence, no password in it, and whether waiting can help. */
final class PostgresOpeningTest {
    @RegisterExtension
    static final PostgresServer SERVER = new PostgresServer();

    private static final PostgresOptions OPTIONS =
            PostgresOptions.DEFAULTS.withHints(Hinting.POLL).withOpeningWait(Duration.ZERO);
    private static final String SECRET = "hunter2";

    @TempDir
    private static Path directory;

    private static OwnServer server;

    /** A server that asks for passwords, and has roles of few rights. */
    @BeforeAll
    static void start() throws IOException, SQLException {
        try (var connection = SERVER.running().connect()) {
            server = OwnServer.start(Binaries.of(connection), directory.resolve("own"), Map.of());
        }
        for (var role : new String[] {"app", "guest", "stranger"}) {
            server.execute("create role %s login password '%s'".formatted(role, SECRET));
        }
        server.execute("create role reader superuser login password '%s'".formatted(SECRET));
        server.execute("alter role reader set default_transaction_read_only = on");
        server.execute("create schema closed");
        server.execute("create schema narrow; grant usage on schema narrow to app");
        Files.writeString(directory.resolve("own/pg_hba.conf"), """
                host all stranger 127.0.0.1/32 reject
                host all postgres 127.0.0.1/32 trust
                host all all 127.0.0.1/32 scram-sha-256
                """);
        server.execute("select pg_reload_conf()");
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            jobs.db                                                 | the URL jobs.db is no JDBC URL of PostgreSQL
            jdbc:mysql://db/app?password=hunter2                    | the URL jdbc:mysql://db/app is no JDBC URL of PostgreSQL
            postgresql://app:hunter2@db/app                         | the URL postgresql://... is no JDBC URL of PostgreSQL
            postgres://app:hun?ter2@db/app                          | the URL postgres://... is no JDBC URL of PostgreSQL
            jdbc:postgresql://app:hunter2@db:5432/app               | the URL jdbc:postgresql://... names a user before its host, which JDBC does not know
            jdbc:postgresql://db/app&password=hunter2               | the URL begins its settings without a question mark
            jdbc:postgresql://db?password=hunter2                   | the URL jdbc:postgresql://db does not have one slash between host and database
            jdbc:postgresql://db/app/more?password=hunter2          | the URL jdbc:postgresql://db/app/more does not have one slash between host and database
            jdbc:postgresql://db:many/app?password=hunter2          | the URL jdbc:postgresql://db:many/app has a port, or a setting behind it, that cannot be read
            jdbc:postgresql://db:70000/app?password=hunter2         | the URL jdbc:postgresql://db:70000/app has a port, or a setting behind it, that cannot be read
            """)
    void a_url_that_is_none_is_refused(String url, String fact) {
        var form = "; write it like jdbc:postgresql://HOST:5432/DATABASE?user=NAME&password=...";
        assertThatThrownBy(() -> PostgresStore.at(url, OPTIONS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(fact + form);
        assertThatThrownBy(() -> PostgresStore.at(server.url(), OPTIONS.withHintUrl(url)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(fact + form);
    }

    @Test
    void a_host_that_is_not_known_may_be_known_later() {
        assertRefused(
                "jdbc:postgresql://nowhere.invalid/app?user=app&password=" + SECRET,
                ErrorCode.STORE_DOWN,
                "the host of PostgreSQL at nowhere.invalid:5432 is not known; check the URL, or try again once the name"
                        + " service knows it");
    }

    @Test
    void a_port_at_which_nobody_listens_may_be_listened_at_later() throws IOException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertRefused(
                "jdbc:postgresql://127.0.0.1:" + port + "/app?user=app&password=" + SECRET,
                ErrorCode.STORE_DOWN,
                "nobody listens at 127.0.0.1:" + port
                        + "; check host and port of the URL, or try again once PostgreSQL is" + " there");
    }

    @Test
    void a_wrong_password_is_refused_and_not_told() {
        assertRefused(
                url("app", "postgres").replace(SECRET, "letmein"),
                ErrorCode.STORE_REFUSED,
                at() + " refuses the password of user app; check user and password of the URL");
        assertRefused(
                url("app", "postgres").replaceFirst("&password.*", ""),
                ErrorCode.STORE_REFUSED,
                at() + " does not let user app in (The server requested SCRAM-based authentication, but no password was"
                        + " provided.); check the URL, and pg_hba.conf of the server");
    }

    @Test
    void a_user_whom_the_server_turns_away_is_told_why() {
        assertRefused(
                url("stranger", "postgres"),
                ErrorCode.STORE_REFUSED,
                at() + " does not let user stranger in (pg_hba.conf rejects connection for host \"127.0.0.1\", user"
                        + " \"stranger\", database \"postgres\", no encryption); check the URL, and pg_hba.conf of the"
                        + " server");
    }

    @Test
    void a_database_that_is_not_there_is_named() {
        assertRefused(
                url("app", "absent"),
                ErrorCode.STORE_REFUSED,
                at() + " has no database absent; create it, or name another in the URL");
    }

    @ParameterizedTest
    @CsvSource({
        "windlass, permission denied for database postgres",
        "closed,   permission denied for schema closed",
        "narrow,   permission denied for schema narrow"
    })
    void a_right_that_is_missing_is_named(String schema, String reason) {
        assertThatThrownBy(() -> PostgresStore.at(url("app", "postgres"), OPTIONS.withSchema(schema)))
                .hasMessage("user app lacks a right (" + reason
                        + "); grant it, or have the tables made by somebody who has it, with the SQL that 'windlass schema"
                        + " print' gives");
    }

    @Test
    void a_user_who_may_only_read_is_refused() {
        assertRefused(
                url("reader", "postgres"),
                ErrorCode.STORE_REFUSED,
                at()
                        + " lets user reader only read; set default_transaction_read_only to off for this user and database");
    }

    @Test
    void a_standby_may_be_promoted_later() throws IOException, SQLException {
        var data = directory.resolve("standby");
        try (var connection = SERVER.running().connect();
                var standby = OwnServer.start(Binaries.of(connection), data, Map.of())) {
            standby.stop(OwnServer.Shutdown.FAST);
            Files.createFile(data.resolve("standby.signal"));
            standby.start();

            assertRefused(
                    standby.url(),
                    ErrorCode.STORE_DOWN,
                    "PostgreSQL at 127.0.0.1:" + standby.port()
                            + " is a standby and takes no writes; name its primary in the URL, or all hosts with"
                            + " targetServerType=primary, or try again once it is promoted");
            assertRefused(
                    standby.url() + "&targetServerType=primary",
                    ErrorCode.STORE_DOWN,
                    "PostgreSQL at 127.0.0.1:" + standby.port()
                            + " cannot be used now: Could not find a server with specified targetServerType: primary; try"
                            + " again in a while");
        }
    }

    @Test
    void a_server_that_is_too_old_is_refused() {
        var address = Address.of("jdbc:postgresql://db/app");

        assertThat(Opening.tooOld(14, "14.0", address)).isEmpty();
        assertThat(Opening.tooOld(13, "13.23", address))
                .hasValueSatisfying(refused -> assertThat(refused)
                        .hasMessage(
                                "PostgreSQL at db:5432 is of version 13.23, the oldest that will do is 14; upgrade it, or"
                                        + " take another")
                        .extracting(StoreException::code)
                        .isEqualTo(ErrorCode.STORE_REFUSED));
    }

    @Test
    void a_server_that_comes_while_a_store_opens_is_taken() throws Exception {
        var late = server("late");
        late.stop(OwnServer.Shutdown.FAST);
        try (late;
                var opening = new Waiting(late.url())) {
            late.start();

            opening.assertOpened();
        }
    }

    @Test
    void a_standby_that_is_promoted_while_a_store_opens_is_taken() throws Exception {
        var standby = server("promoted");
        standby.stop(OwnServer.Shutdown.FAST);
        Files.createFile(directory.resolve("promoted/standby.signal"));
        standby.start();
        try (standby;
                var opening = new Waiting(standby.url())) {
            standby.execute("select pg_promote()");

            opening.assertOpened();
        }
    }

    private static OwnServer server(String name) throws IOException, SQLException {
        try (var connection = SERVER.running().connect()) {
            return OwnServer.start(Binaries.of(connection), directory.resolve(name), Map.of());
        }
    }

    /** A store that is being opened, and has to wait. */
    private static final class Waiting implements AutoCloseable {
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final Future<PostgresStore> opened;

        Waiting(String url) {
            opened = thread.submit(() -> PostgresStore.at(url, OPTIONS.withOpeningWait(Duration.ofSeconds(30))));
            await().during(Duration.ofMillis(500)).until(() -> !opened.isDone());
        }

        void assertOpened() throws Exception {
            try (var store = opened.get(30, TimeUnit.SECONDS)) {
                assertThat(store.workers().list()).isEmpty();
            }
        }

        @Override
        public void close() {
            thread.shutdownNow();
        }
    }

    @Test
    void a_wait_for_an_opening_is_from_none_to_a_day() {
        assertThatThrownBy(() -> OPTIONS.withOpeningWait(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("opening-wait is PT-1S, it must be from 0 seconds, which is one try, to 1 day");
        assertThatThrownBy(() -> OPTIONS.withOpeningWait(Duration.ofDays(1).plusNanos(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String url(String user, String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s?user=%s&password=%s".formatted(server.port(), database, user, SECRET);
    }

    private static String at() {
        return "PostgreSQL at 127.0.0.1:" + server.port();
    }

    private static void assertRefused(String url, ErrorCode code, String sentence) {
        assertThatThrownBy(() -> PostgresStore.at(url, OPTIONS))
                .hasMessage(sentence)
                .isInstanceOfSatisfying(
                        StoreException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
