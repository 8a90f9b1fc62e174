package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.Windlass;
import dev.windlass.server.Terminal.Said;
import dev.windlass.store.postgres.PostgresOptions;
import dev.windlass.store.postgres.PostgresStore;
import dev.windlass.task.Task;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line on a store in PostgreSQL, a schema for each test. */
class PostgresCommandTest {
    private static final Task<?, Object> WELCOME = Task.named("mail.welcome", Map.class, Object.class);

    private static EmbeddedPostgres server;

    @TempDir
    private Path directory;

    private final String schema =
            "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);

    private Terminal terminal;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.builder().setPort(freePort()).start();
    }

    /** Below 32768, where the ports begin that other programs are given while this one looks. */
    private static int freePort() {
        return IntStream.range(24_000, 25_000)
                .filter(PostgresCommandTest::isFree)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void open() throws IOException {
        terminal = Terminal.in(directory);
        terminal.write(Configuration.FILE, "store: " + url() + "\nschema: " + schema + "\n");
    }

    private static String url() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    private static void execute(String sql) throws SQLException {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private PostgresStore store() {
        return PostgresStore.at(url(), PostgresOptions.DEFAULTS.withSchema(schema));
    }

    @Nested
    class Tables {
        @Test
        void they_are_checked_and_migrated_and_a_second_time_nothing_is_left_to_do() {
            var before = terminal.windlass("schema", "check");
            assertThat(before).isEqualTo(new Said(6, "step 1  MISSING, run it with: windlass schema migrate\n", ""));

            assertThat(terminal.windlass("schema", "migrate"))
                    .isEqualTo(new Said(0, "schema " + schema + " is up to date now, by step 1\n", ""));
            assertThat(terminal.windlass("schema", "migrate"))
                    .isEqualTo(new Said(0, "schema " + schema + " has all steps already\n", ""));
            assertThat(terminal.windlass("schema", "check")).isEqualTo(new Said(0, "step 1  DONE\n", ""));
        }

        @Test
        void programs_read_what_was_found_and_done() {
            var before = terminal.windlass("schema", "check", "--json").json();
            var ran = terminal.windlass("schema", "migrate", "--json").json();

            assertThat(before.at("/steps/0/state").asText()).isEqualTo("MISSING");
            assertThat(before.path("well").asBoolean()).isFalse();
            assertThat(before.path("schema").asText()).isEqualTo(schema);
            assertThat(ran.at("/ran/0").asInt()).isEqualTo(1);
        }

        @Test
        void what_is_printed_makes_them_as_well() throws SQLException {
            var printed = terminal.windlass("schema", "print");
            execute(printed.out());

            assertThat(terminal.windlass("schema", "check").code()).isZero();
            assertThat(terminal.windlass("schema", "print", "--json")
                            .json()
                            .path("sql")
                            .asText())
                    .isEqualTo(printed.out());
        }

        @Test
        void no_other_command_makes_them() {
            assertThat(terminal.windlass("workers"))
                    .isEqualTo(new Said(
                            5,
                            "",
                            "windlass: the schema " + schema
                                    + " has 0 of 1 steps of this program; run 'windlass schema migrate', or the SQL that"
                                    + " 'windlass schema print' gives\n"));
            assertThat(terminal.windlass("enqueue", "mail.welcome", "{}", "--unknown-ok")
                            .code())
                    .isEqualTo(5);
        }
    }

    @Nested
    class Jobs {
        @BeforeEach
        void migrate() {
            assertThat(terminal.windlass("schema", "migrate").code()).isZero();
        }

        @Test
        void they_are_enqueued_listed_and_cancelled_beside_a_running_engine() {
            try (var windlass = Windlass.on(store()).withoutWorkers().start()) {
                assertThat(windlass.health()).isEmpty();

                var id = terminal.enqueued("--in", "1 day");
                assertThat(terminal.windlass("jobs", "list").out()).startsWith(id + "  SCHEDULED  default");
                assertThat(terminal.windlass("jobs", "show", id).out()).contains("why       it is due in");
                assertThat(terminal.windlass("jobs", "cancel", id))
                        .isEqualTo(new Said(0, "job " + id + " is cancelled\n", ""));
            }
        }

        @Test
        void a_queue_is_paused_while_an_engine_is_at_work() throws InterruptedException {
            try (var windlass =
                    Windlass.on(store()).perform(WELCOME, (payload, run) -> "").start()) {
                terminal.windlass("queues", "pause", "default");
                terminal.enqueued();

                assertThat(terminal.windlass("queues", "list").out()).isEqualTo("PAUSED  default, 1 ready\n");
                terminal.windlass("queues", "resume", "default");
                windlass.drain();
            }
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                backup kept.db  | backup works on a store in a file, and this one is in PostgreSQL; make one with pg_dump or the server's own means
                restore kept.db | restore works on a store in a file, and this one is in PostgreSQL; put it back with pg_restore or the server's own means
                """, quoteCharacter = '`')
        void what_works_on_files_alone_says_so(String line, String sentence) {
            assertThat(terminal.windlass(line.split(" "))).isEqualTo(new Said(2, "", "windlass: " + sentence + "\n"));
        }
    }

    @Nested
    class Doctor {
        @Test
        void a_server_in_order_is_well() {
            terminal.windlass("schema", "migrate");

            var said = terminal.windlass("doctor");

            assertThat(said.err()).isEmpty();
            assertThat(said.out())
                    .contains("well   server    PostgreSQL at localhost:" + server.getPort() + " is of version ")
                    .contains("well   schema    schema " + schema + " has 1 of 1 steps\n")
                    .contains("settings  autovacuum on, default_transaction_isolation read committed, fsync ")
                    .contains("well   snapshot  ")
                    .contains("well   vacuum    table ", " has most dead rows, ")
                    .contains("well   sessions  ", " connections are in use\n")
                    .contains("well   hints     NOTIFY gets through, so jobs are found at once\n")
                    .contains("well   workers   no worker is alive\n");
        }

        @Test
        void tables_that_are_not_there_are_found() {
            var said = terminal.windlass("doctor");

            assertThat(said.code()).isEqualTo(6);
            assertThat(said.out())
                    .contains("UNWELL schema    schema " + schema
                            + " has 0 of 1 steps; step 1 is MISSING, run it with: windlass schema migrate\n")
                    .contains("well   server    PostgreSQL at localhost:" + server.getPort() + " is of version ")
                    .contains("settings  autovacuum on, default_transaction_isolation read committed, fsync ")
                    .contains("snapshot  ")
                    .contains("well   vacuum    there are no tables yet\n")
                    .contains(" connections are in use\n")
                    .contains("well   hints     NOTIFY gets through, so jobs are found at once\n")
                    .doesNotContain("workers");
        }
    }

    @Nested
    class Refusals {
        @Test
        void a_url_that_is_none_is_refused_without_its_password() {
            assertThat(terminal.windlass("jobs", "list", "--store", "postgres://me:hunter2@db/app"))
                    .isEqualTo(new Said(
                            2,
                            "",
                            "windlass: the URL postgres://... is no JDBC URL of PostgreSQL; write it like"
                                    + " jdbc:postgresql://HOST:5432/DATABASE?user=NAME&password=...\n"));
        }

        @Test
        void a_server_that_is_not_there_is_one_sentence() {
            assertThat(terminal.with("WINDLASS_STORE", "jdbc:postgresql://nowhere.invalid/app?password=hunter2")
                            .windlass("workers"))
                    .isEqualTo(new Said(
                            5,
                            "",
                            "windlass: the host of PostgreSQL at nowhere.invalid:5432 is not known; check the URL, or try"
                                    + " again once the name service knows it\n"));
        }

        @Test
        void tables_of_a_file_are_nobodys_business() {
            assertThat(terminal.windlass("schema", "migrate", "--store", "jobs.db")
                            .err())
                    .isEqualTo(
                            "windlass: schema migrate works on a store in PostgreSQL, and this one is a file; name a JDBC URL"
                                    + " with --store, WINDLASS_STORE or the configuration: a file is brought up to date by the"
                                    + " engine that opens it\n");
        }
    }
}
