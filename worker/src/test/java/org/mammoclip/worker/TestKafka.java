package org.mammoclip.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.mammoclip.embedded.EmbeddedKafka;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/** A Kafka with topics of one partition: in a container when a Docker daemon answers, otherwise embedded. */
interface TestKafka extends AutoCloseable {
    String bootstrapServers();

    /** To its clients Kafka is down until {@link #start}. */
    void stop();

    /** Up again, on the same port and with the same messages. */
    void start() throws IOException;

    @Override
    void close();

    static TestKafka start(Path folder, String... topics) throws IOException {
        return DockerClientFactory.instance().isDockerAvailable()
                ? InContainer.start(topics)
                : Embedded.start(folder, topics);
    }

    /** Paused and resumed rather than stopped, because a container that starts again has another port. */
    record InContainer(KafkaContainer container) implements TestKafka {
        static TestKafka start(String... topics) throws IOException {
            KafkaContainer container = new KafkaContainer("apache/kafka:4.1.0");
            container.start();
            System.out.println("[worker] Kafka: Testcontainers");
            try (Admin admin =
                    Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, container.getBootstrapServers()))) {
                admin.createTopics(Stream.of(topics)
                                .map(topic -> new NewTopic(topic, 1, (short) 1))
                                .toList())
                        .all()
                        .get(30, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IOException("topics not created", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
            return new InContainer(container);
        }

        @Override
        public String bootstrapServers() {
            return container.getBootstrapServers();
        }

        @Override
        public void stop() {
            container
                    .getDockerClient()
                    .pauseContainerCmd(container.getContainerId())
                    .exec();
        }

        @Override
        public void start() {
            container
                    .getDockerClient()
                    .unpauseContainerCmd(container.getContainerId())
                    .exec();
        }

        @Override
        public void close() {
            container.stop();
        }
    }

    /** In this process. */
    record Embedded(EmbeddedKafka node) implements TestKafka {
        static TestKafka start(Path folder, String... topics) throws IOException {
            EmbeddedKafka node = EmbeddedKafka.start(folder);
            System.out.println("[worker] Kafka: embedded (no Docker daemon answers)");
            node.createTopics(List.of(topics));
            return new Embedded(node);
        }

        @Override
        public String bootstrapServers() {
            return node.bootstrapServers();
        }

        @Override
        public void stop() {
            node.stop();
        }

        @Override
        public void start() throws IOException {
            node.start();
        }

        @Override
        public void close() {
            node.close();
        }
    }
}
