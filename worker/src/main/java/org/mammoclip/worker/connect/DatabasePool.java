package org.mammoclip.worker.connect;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.time.Duration;
import org.mammoclip.schema.ledger.LedgerConnection;
import org.mammoclip.worker.config.DatabaseConfig;

/** Opens the connection pool. */
public final class DatabasePool {
    private DatabasePool() {}

    /**
     * A pool that opens even while the database is away: connections are made when they are asked for.
     *
     * @param timeout how long a caller waits for a connection
     * @throws IOException if the password file cannot be read
     */
    public static HikariDataSource open(DatabaseConfig config, Duration timeout) throws IOException {
        HikariConfig hikari = new HikariConfig();
        hikari.setPoolName("ledger");
        hikari.setJdbcUrl(config.url());
        hikari.setUsername(config.username());
        if (config.passwordFile() != null) {
            hikari.setPassword(SecretFile.read(config.passwordFile()));
        }
        hikari.setMaximumPoolSize(config.poolSize());
        hikari.setConnectionTimeout(Math.max(250, timeout.toMillis()));
        hikari.setInitializationFailTimeout(-1);
        LedgerConnection.DEFAULT.driverProperties().forEach(hikari::addDataSourceProperty);
        // Server details quote row values, which may be patient data; they stay out of exceptions and so out of logs.
        hikari.addDataSourceProperty("logServerErrorDetail", "false");
        return new HikariDataSource(hikari);
    }
}
