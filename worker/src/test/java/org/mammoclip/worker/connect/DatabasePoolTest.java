package org.mammoclip.worker.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.mammoclip.worker.config.DatabaseConfig;

class DatabasePoolTest {
    private static final DatabaseConfig NOWHERE =
            new DatabaseConfig("jdbc:postgresql://127.0.0.1:1/none", "mammoclip", null, 2);

    @Test
    void boundsEveryStatementAndAsksForCommitsThatAreDurable() throws IOException {
        try (HikariDataSource pool = DatabasePool.open(NOWHERE, Duration.ofSeconds(1))) {
            assertThat(pool.getDataSourceProperties().getProperty("options"))
                    .contains("statement_timeout=15000")
                    .contains("synchronous_commit=on");
            assertThat(pool.getDataSourceProperties()).containsEntry("socketTimeout", "20");
        }
    }

    @Test
    void keepsRowValuesOutOfExceptions() throws IOException {
        try (HikariDataSource pool = DatabasePool.open(NOWHERE, Duration.ofSeconds(1))) {
            assertThat(pool.getDataSourceProperties()).containsEntry("logServerErrorDetail", "false");
        }
    }
}
