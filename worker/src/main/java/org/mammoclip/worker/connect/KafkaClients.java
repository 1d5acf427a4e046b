package org.mammoclip.worker.connect;

import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.mammoclip.worker.config.KafkaConfig;

/** Client settings: ours first, then what the operator set, then what correctness needs. */
public final class KafkaClients {
    private KafkaClients() {}

    /** Settings every client shares; short time-outs, so that an absent broker shows in the health soon. */
    public static Properties common(KafkaConfig config) {
        Properties properties = new Properties();
        properties.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, "10000");
        properties.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, "15000");
        properties.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, "5000");
        properties.putAll(config.properties());
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        return properties;
    }

    /** Offsets are committed by hand, after the ledger; a new group begins with what is there. */
    public static Properties consumer(KafkaConfig config) {
        Properties properties = common(config);
        properties.putAll(Map.of(
                ConsumerConfig.GROUP_ID_CONFIG, config.groupId(),
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false"));
        return properties;
    }

    /** Acknowledged by all replicas, in order and without duplicates of a retry. */
    public static Properties producer(KafkaConfig config) {
        Properties properties = common(config);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "10000");
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000");
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        return properties;
    }
}
