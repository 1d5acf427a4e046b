package org.mammoclip.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.conformance.peers.Site;
import org.mammoclip.conformance.peers.WorkerProcess;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.file.DataSetWriter;
import org.mammoclip.dicom.file.SopClass;
import org.mammoclip.dicom.file.TransferSyntax;
import org.mammoclip.dicom.testkit.AssociateRequest;
import org.mammoclip.dicom.testkit.CommandSet;
import org.mammoclip.dicom.testkit.ScriptedPeer;
import org.mammoclip.dicom.testkit.SyntheticExam;
import org.mammoclip.dicom.testkit.SyntheticView;
import org.mammoclip.dicom.testkit.WireBytes;

/** 64 associations that all send a 27 MB object at the same moment, into a worker whose heap cannot exceed 512 MB. */
class FloodInteropIT {
    private static final int ASSOCIATIONS = 64;
    private static final int PIECE = 100_000;

    @TempDir
    Path directory;

    @Test
    void receives64FullFieldImagesAtOnceWithin512MegabytesOfHeap() throws Exception {
        try (Site site =
                Site.at(directory).javaOptions("-Xmx512m").study("study: { quietPeriod: 1h, completeGrace: 10m }")) {
            WorkerProcess worker = site.start();
            byte[] pixels = SyntheticExam.builder(71)
                    .size(SyntheticExam.FULL_FIELD)
                    .views(SyntheticView.LCC)
                    .build()
                    .images()
                    .get(0)
                    .dataSet()
                    .bytes(Tag.PixelData)
                    .orElseThrow();
            CyclicBarrier allHalfWay = new CyclicBarrier(ASSOCIATIONS);
            ExecutorService modalities = Executors.newFixedThreadPool(ASSOCIATIONS);
            try {
                List<Future<Integer>> statuses = new ArrayList<>();
                for (int i = 0; i < ASSOCIATIONS; i++) {
                    long seed = 7_100 + i;
                    statuses.add(modalities.submit(() -> send(worker.dimsePort(), seed, pixels, allHalfWay)));
                }
                for (Future<Integer> status : statuses) {
                    assertThat(status.get(5, TimeUnit.MINUTES)).isZero();
                }
            } finally {
                modalities.shutdownNow();
            }
            assertThat(worker.isAlive()).isTrue();
            assertThat(worker.metric("mammoclip_ingest_instances_total{outcome=\"stored\""))
                    .isEqualTo(ASSOCIATIONS);
        }
    }

    /** @return the status; all peers are in the middle of their object at the same time */
    private static int send(int port, long seed, byte[] pixels, CyclicBarrier allHalfWay) throws Exception {
        DataSet header = header(seed);
        String sopClass = SopClass.DIGITAL_MAMMOGRAPHY_X_RAY_IMAGE_FOR_PRESENTATION.value();
        AssociateRequest request = AssociateRequest.of("MAMMOCLIP", "MODALITY")
                .with(
                        SopClass.DIGITAL_MAMMOGRAPHY_X_RAY_IMAGE_FOR_PRESENTATION,
                        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid());
        try (ScriptedPeer peer = ScriptedPeer.associate(port, request)) {
            CommandSet store = CommandSet.storeRq(
                    1, sopClass, header.string(Tag.SOPInstanceUID).orElseThrow());
            peer.send(WireBytes.pDataFragments(1, true, store.encode(), 16_000));
            peer.send(WireBytes.pDataFragments(1, false, beforePixels(header, pixels.length), 16_000).stream()
                    .map(FloodInteropIT::notLast)
                    .toList());
            for (int from = 0; from < pixels.length; from += PIECE) {
                if (from / PIECE == pixels.length / PIECE / 2) {
                    allHalfWay.await(3, TimeUnit.MINUTES);
                }
                byte[] piece = java.util.Arrays.copyOfRange(pixels, from, Math.min(pixels.length, from + PIECE));
                peer.send(WireBytes.pData(WireBytes.pdv(1, false, from + PIECE >= pixels.length, piece)));
            }
            int status = CommandSet.decode(peer.receive(java.time.Duration.ofMinutes(3))
                            .pdvs()
                            .get(0)
                            .fragment())
                    .status();
            peer.release();
            return status;
        }
    }

    private static DataSet header(long seed) {
        return SyntheticExam.builder(seed).views(SyntheticView.LCC).build().images().get(0).dataSet().toBuilder()
                .integers(Tag.Rows, SyntheticExam.FULL_FIELD.rows())
                .integers(Tag.Columns, SyntheticExam.FULL_FIELD.columns())
                .remove(Tag.PixelData)
                .build();
    }

    private static byte[] beforePixels(DataSet header, int pixelBytes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataSetWriter.write(bytes, header, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        bytes.writeBytes(new WireBytes()
                .u16le(0x7FE0)
                .u16le(0x0010)
                .bytes(WireBytes.ascii("OW"))
                .u16le(0)
                .u32le(pixelBytes)
                .toByteArray());
        return bytes.toByteArray();
    }

    /** The same P-DATA-TF with the mark of the last fragment taken away. */
    private static byte[] notLast(byte[] pdu) {
        byte[] open = pdu.clone();
        open[11] &= ~2;
        return open;
    }
}
