package dev.windlass.store.postgres;

import dev.windlass.store.Store;
import dev.windlass.store.contract.LifeContract;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class LifeOnPostgresTest extends LifeContract {
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

    @Override
    protected Store reopened(Store closed) {
        return fixture.reopen();
    }
}
