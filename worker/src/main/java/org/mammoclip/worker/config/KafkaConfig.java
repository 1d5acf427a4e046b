package org.mammoclip.worker.config;

import java.util.Map;

/**
 * Kafka, announcements in and results out.
 *
 * @param properties passed to the client as they are (TLS, SASL)
 */
public record KafkaConfig(
        String bootstrapServers,
        String groupId,
        String studyAvailableTopic,
        String triageTopic,
        Map<String, String> properties) {
    public KafkaConfig {
        properties = Map.copyOf(properties);
    }

    static KafkaConfig read(Section section) {
        return new KafkaConfig(
                section.string("bootstrapServers", "localhost:9092", "brokers, host:port separated by commas"),
                section.string("groupId", "mammoclip", "consumer group; workers of one group share the work"),
                topic(section, "studyAvailableTopic", "imaging.study.available.v1", "announcements of studies"),
                topic(section, "triageTopic", "mammoclip.triage.v1", "results"),
                section.properties("properties", "passed to the Kafka client as they are (TLS, SASL)"));
    }

    private static String topic(Section section, String key, String defaultValue, String description) {
        return section.value(
                key,
                "a topic name (letters, digits, '.', '_', '-'; at most 249)",
                defaultValue,
                defaultValue,
                text -> {
                    if (!text.matches("[A-Za-z0-9._-]{1,249}")) {
                        throw new IllegalArgumentException("not a topic name");
                    }
                    return text;
                },
                description);
    }
}
