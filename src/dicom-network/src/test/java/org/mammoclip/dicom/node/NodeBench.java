package org.mammoclip.dicom.node;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.DimseListener;
import org.mammoclip.dicom.dimse.InstanceReceiver;
import org.mammoclip.dicom.dimse.InstanceSender;
import org.mammoclip.dicom.dimse.ListenerConfig;
import org.mammoclip.dicom.dimse.RemoteAe;
import org.mammoclip.dicom.dimse.SendOutcome;
import org.mammoclip.dicom.dimse.StoreStatus;
import org.mammoclip.dicom.file.FileMeta;
import org.mammoclip.dicom.file.Implementation;
import org.mammoclip.dicom.file.TransferSyntax;

/**
 * Measures the node alone: our sender against our listener on loopback with a receiver that reads and forgets. Opt-in,
 * run by hand:
 *
 * <pre>java -cp ... org.mammoclip.dicom.node.NodeBench BYTES ASSOCIATIONS OBJECTS</pre>
 *
 * prints MB/s, objects/s and the CPU seconds that the receiving threads spent in reading data sets.
 */
public final class NodeBench {
    private static final Uid SOP_CLASS = Uid.of("1.2.840.10008.5.1.4.1.1.1.2");
    private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

    private NodeBench() {}

    public static void main(String[] args) throws Exception {
        int bytes = Integer.parseInt(args[0]);
        int associations = Integer.parseInt(args[1]);
        int objects = Integer.parseInt(args[2]);
        Path file = Files.createTempFile("node-bench", ".dcm");
        try {
            Files.write(file, part10(bytes));
            for (int round = 0; round < 3; round++) {
                measure(file, bytes, associations, objects);
            }
        } finally {
            Files.delete(file);
        }
    }

    private static byte[] part10(int bytes) {
        byte[] meta = FileMeta.encode(SOP_CLASS, Uid.of("1.2.3.4"), SYNTAX, Implementation.MAMMOCLIP);
        byte[] result = Arrays.copyOf(meta, meta.length + bytes);
        return result;
    }

    private static void measure(Path file, int bytes, int associations, int objects) throws Exception {
        ThreadLocal<byte[]> buffer = ThreadLocal.withInitial(() -> new byte[256 << 10]);
        LongAdder receiveCpu = new LongAdder();
        ThreadMXBean cpu = ManagementFactory.getThreadMXBean();
        InstanceReceiver receiver = (request, data) -> {
            long before = cpu.getCurrentThreadCpuTime();
            byte[] target = buffer.get();
            while (data.read(target) >= 0) {
                // forget it
            }
            receiveCpu.add(cpu.getCurrentThreadCpuTime() - before);
            return StoreStatus.SUCCESS;
        };
        AeTitle title = new AeTitle("BENCH");
        EmbeddedDimseProvider provider = new EmbeddedDimseProvider();
        DimseListener listener = provider.listen(
                ListenerConfig.of(title, InetAddress.getLoopbackAddress(), 0, Map.of(SOP_CLASS, Set.of(SYNTAX.uid()))),
                receiver);
        ExecutorService threads = Executors.newFixedThreadPool(associations);
        long start = System.nanoTime();
        List<Future<List<SendOutcome>>> results = new ArrayList<>();
        for (int i = 0; i < associations; i++) {
            List<Path> files = Collections.nCopies(objects / associations, file);
            InstanceSender sender =
                    provider.sender(RemoteAe.of(title, "127.0.0.1", listener.port()), new AeTitle("SENDER"));
            results.add(threads.submit(() -> sender.store(files)));
        }
        for (Future<List<SendOutcome>> result : results) {
            if (!result.get().stream().allMatch(SendOutcome::isAccepted)) {
                throw new IllegalStateException(result.get().toString());
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        int sent = objects / associations * associations;
        double megabytes = (double) bytes * sent / 1e6;
        System.out.printf(
                Locale.ROOT,
                "%d x %.1f MB over %d: %.2f s, %.0f MB/s, %.0f objects/s, receiving CPU %.2f s = %.0f MB/s per core%n",
                sent,
                bytes / 1e6,
                associations,
                seconds,
                megabytes / seconds,
                sent / seconds,
                receiveCpu.sum() / 1e9,
                megabytes / (receiveCpu.sum() / 1e9));
        threads.shutdown();
        listener.stop(Duration.ofSeconds(1));
    }
}
