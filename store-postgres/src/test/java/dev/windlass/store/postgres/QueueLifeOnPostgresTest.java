package dev.windlass.store.postgres;

import dev.windlass.store.Store;
import dev.windlass.store.contract.QueueLifeContract;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class QueueLifeOnPostgresTest extends QueueLifeContract {
    @RegisterExtension
    static final PostgresServer SERVER = new PostgresServer();

    private PostgresFixture fixture;

    @BeforeEach
    void openFixture() throws IOException {
        fixture = PostgresFixture.timed(SERVER.running());
    }

    @AfterEach
    void closeFixture() {
        fixture.close();
    }

    @Override
    protected Store store() {
        return fixture.store();
    }
}
