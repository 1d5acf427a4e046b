package org.mammoclip.dicom.node.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RefusalLogTest {
    @Test
    void saysHowManyLinesItLeftOut() {
        Logger logger = (Logger) LoggerFactory.getLogger("refusals");
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        AtomicLong now = new AtomicLong();
        RefusalLog log = new RefusalLog(logger, now::get);
        for (int i = 0; i < 1000; i++) {
            log.info("{} rejected: {}", "127.0.0.1", "local limit exceeded");
        }
        assertThat(lines.list).hasSize(RefusalLog.MAX_LINES_PER_SECOND);
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        log.info("{} rejected: {}", "127.0.0.1", "local limit exceeded");
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .endsWith("990 more refused connections were not logged", "127.0.0.1 rejected: local limit exceeded");
    }
}
