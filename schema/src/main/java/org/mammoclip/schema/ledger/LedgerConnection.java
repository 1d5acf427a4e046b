package org.mammoclip.schema.ledger;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a connection to the ledger must be like.
 *
 * @param connectTimeout TCP connect and login
 * @param statementTimeout longest that one statement may run; a statement that hangs in the network fails 5 s later
 */
public record LedgerConnection(Duration connectTimeout, Duration statementTimeout) {
    public static final LedgerConnection DEFAULT = new LedgerConnection(Duration.ofSeconds(5), Duration.ofSeconds(15));

    private static final Duration NETWORK_MARGIN = Duration.ofSeconds(5);

    /**
     * Properties of the PostgreSQL driver for a pool. {@code synchronous_commit} is asked for here, because what we
     * acknowledge rests on it.
     */
    public Map<String, String> driverProperties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("ApplicationName", "mammoclip");
        properties.put("connectTimeout", seconds(connectTimeout));
        properties.put("loginTimeout", seconds(connectTimeout));
        properties.put("socketTimeout", seconds(statementTimeout.plus(NETWORK_MARGIN)));
        properties.put("tcpKeepAlive", "true");
        properties.put("reWriteBatchedInserts", "true");
        properties.put(
                "options",
                "-c statement_timeout=" + statementTimeout.toMillis()
                        + " -c idle_in_transaction_session_timeout="
                        + statementTimeout.multipliedBy(2).toMillis()
                        + " -c synchronous_commit=on");
        return properties;
    }

    private static String seconds(Duration duration) {
        return Long.toString(Math.max(1, duration.toSeconds()));
    }
}
