package dev.windlass.store.postgres.trouble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.store.postgres.PostgresOptions;
import dev.windlass.store.postgres.server.OwnServer;
import dev.windlass.store.postgres.server.OwnServer.Shutdown;
import dev.windlass.store.postgres.server.Proxy;
import dev.windlass.store.postgres.server.SpareServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The server is out of reach for a while, in each way in which it can be, and comes back. */
@Tag("process")
@Timeout(300)
final class ServerOutageTest {
    @RegisterExtension
    static final SpareServer SERVER = new SpareServer();

    private static final int ENGINES = 3;

    /** Beyond the lease in the long form: then every row has expired when the server comes back. */
    private static final Duration OUTAGE = Length.of(Duration.ofSeconds(6), Duration.ofSeconds(30));

    private static final int UNDER_LOAD = 500;
    /** A wait of the pool between two connections that fail, one of the engine between two tries, and the turn after it. */
    private static final Duration RESUME = Duration.ofSeconds(5);

    /** For the last of the engines: one whose try has just failed waits once more, and its pool has a wait of its own between tries. */
    private static final Duration ALL_RESUME = Duration.ofSeconds(8);

    /** Tries to connect, for each engine and second of the outage. A few duties try at a time, each waiting longer and longer. */
    private static final int MOST_TRIES = 10;

    /** How the server gets out of reach and back. */
    enum Outage {
        RESTART {
            @Override
            void begin(OwnServer server, Proxy proxy) throws IOException {
                server.stop(Shutdown.FAST);
            }

            @Override
            void end(OwnServer server, Proxy proxy) throws IOException {
                server.start();
            }
        },
        CRASH {
            @Override
            void begin(OwnServer server, Proxy proxy) throws IOException {
                server.kill();
            }

            @Override
            void end(OwnServer server, Proxy proxy) throws IOException {
                server.start();
            }
        },
        SILENCE {
            @Override
            void begin(OwnServer server, Proxy proxy) {
                proxy.hold();
            }

            @Override
            void end(OwnServer server, Proxy proxy) {
                proxy.release();
            }
        },
        REFUSAL {
            @Override
            void begin(OwnServer server, Proxy proxy) throws IOException {
                proxy.refuse();
                proxy.cut();
            }

            @Override
            void end(OwnServer server, Proxy proxy) throws IOException {
                proxy.admit();
            }
        };

        abstract void begin(OwnServer server, Proxy proxy) throws IOException;

        abstract void end(OwnServer server, Proxy proxy) throws IOException;
    }

    // Long because its finding is one table of numbers.
    @ParameterizedTest
    @EnumSource(Outage.class)
    void after_an_outage_every_worker_goes_on_by_itself_and_no_job_ran_twice(Outage outage) throws Exception {
        var options = PostgresOptions.DEFAULTS.withSchema(outage.name().toLowerCase(Locale.ROOT));
        var server = SERVER.running();
        try (var proxy = Proxy.before(server.port());
                var crew = Crew.start(ENGINES, proxy.url(), options).call()) {
            await().until(() -> crew.accepted().size() >= UNDER_LOAD);
            var triedBefore = proxy.attempts().size();

            outage.begin(server, proxy);
            await().pollDelay(OUTAGE).atMost(OUTAGE.plusSeconds(5)).until(() -> true);
            var tries = proxy.attempts().size() - triedBefore;
            outage.end(server, proxy);
            var back = System.nanoTime();
            var asked = crew.asked();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> crew.resumed(back, asked).size() == ENGINES);
            var resumed = crew.resumed(back, asked);
            var backends = server.backends();
            var findings = crew.finish();

            print(
                    outage,
                    resumed,
                    "%d tries to connect, %d sessions, %s, %d enqueues unknown"
                            .formatted(tries, backends, findings, crew.unknown()));
            assertThat(findings.violations()).isEmpty();
            assertThat(findings.reRuns()).isZero();
            assertThat(findings.lost()).isZero();
            assertThat(crew.fenced()).isEmpty();
            assertThat(resumed.get(0)).isLessThanOrEqualTo(RESUME);
            assertThat(resumed.get(ENGINES - 1)).isLessThanOrEqualTo(ALL_RESUME);
            assertThat(backends).isLessThanOrEqualTo(ENGINES * options.connections());
            assertThat(tries).isLessThanOrEqualTo(ENGINES * MOST_TRIES * (int) OUTAGE.toSeconds());
        }
    }

    private static void print(Outage outage, List<Duration> resumed, String rest) {
        System.out.printf(
                "%s of %d s: all %d engines at work again after %d ms, %s%n",
                outage, OUTAGE.toSeconds(), ENGINES, resumed.get(ENGINES - 1).toMillis(), rest);
    }
}
