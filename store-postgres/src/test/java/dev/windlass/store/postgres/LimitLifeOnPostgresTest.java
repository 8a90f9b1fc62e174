package dev.windlass.store.postgres;

import dev.windlass.store.Store;
import dev.windlass.store.contract.LimitLifeContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class LimitLifeOnPostgresTest extends LimitLifeContract {
    @RegisterExtension
    static final PostgresServer SERVER = new PostgresServer();

    private final List<PostgresFixture> fixtures = new ArrayList<>();

    @AfterEach
    void closeFixtures() {
        fixtures.forEach(PostgresFixture::close);
    }

    /** A fresh one each time. */
    @Override
    protected Store store() {
        fixtures.add(PostgresFixture.timed(SERVER.running()));
        return fixtures.get(fixtures.size() - 1).store();
    }
}
