package org.mammoclip.worker.cli;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.mammoclip.mammoclip.NativeEnvironment;
import org.mammoclip.mammoclip.checkpoint.CheckpointFormatException;
import org.mammoclip.schema.ledger.FailureCode;
import org.mammoclip.worker.Worker;
import org.mammoclip.worker.config.ConfigException;
import org.mammoclip.worker.config.WorkerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The service. Ends on SIGTERM or SIGINT with exit code 0, within 30 seconds. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the service until SIGTERM. Logs JSON lines to standard output.",
            "Starts while database, Kafka or PACS are away and goes on by itself when they come back;"
                    + " GET /health/ready says what is missing."
        })
final class ServeCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(28);

    @Mixin
    ConfigOption config;

    @Override
    public Integer call() throws ConfigException, CommandFailure, InterruptedException {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        WorkerConfig worker = config.load();
        for (String warning : NativeEnvironment.warnings()) {
            log.atWarn().addKeyValue("variable", warning).log("environment makes the model slow; use the launcher");
        }
        try {
            Worker running = Worker.start(worker, ProductVersion.current(), Clock.systemUTC());
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                closeInTime(running);
                                stopped.countDown();
                                // The Java machine would answer a signal with 143; an orderly stop is a success.
                                Runtime.getRuntime().halt(0);
                            },
                            "shutdown"));
            stopped.await();
            return 0;
        } catch (CheckpointFormatException e) {
            throw new CommandFailure("cannot start: " + FailureCode.CHECKPOINT_MISMATCH + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new CommandFailure("cannot start: " + e.getMessage(), e);
        }
    }

    /** Whatever does not end in time is durable and goes on in another worker. */
    private static void closeInTime(Worker running) {
        Thread closing = new Thread(running::close, "stop");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(LONGEST_STOP.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (closing.isAlive()) {
            log.error("a part did not stop in time, ending without it");
        }
    }
}
