package org.mammoclip.dicom.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.json.DicomJson;

/** Any bytes in: a data set or {@link DicomFormatException}, no hang, no allocation beyond the bound. */
class HostileBytesPropertyTest {
    /** What reading a few kilobytes may allocate beside the bound: buffers, decoding, exceptions. */
    private static final long OVERHEAD_BYTES = 4 << 20;

    private static final ReadLimits LIMITS = ReadLimits.DEFAULT.withMaxMemoryBytes(1 << 20);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private interface Reading {
        void run() throws IOException;
    }

    private static void assertReadsOrRefuses(Reading reading) throws IOException {
        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        try {
            reading.run();
        } catch (DicomFormatException e) {
            assertThat(e).hasMessageMatching("[A-Za-z0-9 ,.\\-()]+");
        }
        long allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertThat(allocated).isLessThan(2 * LIMITS.maxMemoryBytes() + OVERHEAD_BYTES);
    }

    /** Bytes that lead far into a parser: tags, representations and lengths that matter. */
    @Provide
    Arbitrary<byte[]> dicomLikeBytes() {
        Arbitrary<byte[]> words = Arbitraries.of(List.of(
                        "08 00 05 00",
                        "08 00 60 00",
                        "10 00 10 00",
                        "28 00 03 01",
                        "28 00 10 00",
                        "54 00 20 02",
                        "E0 7F 10 00",
                        "FE FF 00 E0",
                        "FE FF 0D E0",
                        "FE FF DD E0",
                        "09 00 10 00",
                        "09 00 01 10",
                        "02 00 00 00",
                        "02 00 10 00",
                        "08 00 00 00",
                        "FF FF FF FF",
                        "FE FF FF FF",
                        "FF FF FF 7F",
                        "00 00 00 80",
                        "00 00 00 00",
                        "02 00 00 00",
                        "0A 00 00 00",
                        "'CS' 02 00",
                        "'SQ' 00 00",
                        "'UN' 00 00",
                        "'OB' 00 00",
                        "'OW' 00 00",
                        "'PN' 0A 00",
                        "'LT' FF FF",
                        "'??' 00 00",
                        "'ISO 2022 IR 87\\ISO 2022 IR 149'",
                        "1B 24 42",
                        "1B 28 4A",
                        "5C 5C 5C 5C",
                        "'1.2.840.10008.1.2.1'"))
                .map(Hex::bytes);
        Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(6);
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(8, words), net.jqwik.api.Tuple.of(1, noise))
                .list()
                .ofMaxSize(60)
                .map(HostileBytesPropertyTest::joined);
    }

    private static byte[] joined(List<byte[]> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        parts.forEach(out::writeBytes);
        return out.toByteArray();
    }

    /** A valid file with a few bytes overwritten, or cut. */
    @Provide
    Arbitrary<byte[]> damagedFiles() {
        Arbitrary<byte[]> files = Combinators.combine(
                        DataSets.any(),
                        Arbitraries.of(
                                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                                TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
                                TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN))
                .as(HostileBytesPropertyTest::file);
        Arbitrary<List<Integer>> places =
                Arbitraries.integers().between(0, 100_000).list().ofMaxSize(4);
        return Combinators.combine(
                        files,
                        places,
                        Arbitraries.bytes(),
                        Arbitraries.integers().between(0, 20))
                .as((file, where, what, cut) -> {
                    byte[] damaged = java.util.Arrays.copyOf(file, Math.max(0, file.length - (cut > 10 ? cut : 0)));
                    where.forEach(place -> {
                        if (damaged.length > 0) {
                            damaged[place % damaged.length] = what;
                        }
                    });
                    return damaged;
                });
    }

    private static byte[] file(DataSet dataSet, TransferSyntax syntax) {
        DataSet named = dataSet.toBuilder()
                .uid(Tag.SOPClassUID, SopClass.COMPREHENSIVE_SR)
                .text(Tag.SOPInstanceUID, "2.25.7")
                .build();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Part10Writer.write(out, Part10File.of(named, syntax));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @Property(tries = 3000)
    void dataSetReaderNeverFailsOtherwise(@ForAll("dicomLikeBytes") byte[] bytes, @ForAll TransferSyntax syntax)
            throws IOException {
        assertReadsOrRefuses(() -> DataSetReader.read(new ByteArrayInputStream(bytes), syntax, LIMITS));
    }

    @Property(tries = 1000)
    void part10ReaderNeverFailsOtherwise(@ForAll("dicomLikeBytes") byte[] bytes) throws IOException {
        byte[] file =
                joined(List.of(new byte[FileMeta.PREAMBLE_BYTES], "DICM".getBytes(StandardCharsets.US_ASCII), bytes));

        assertReadsOrRefuses(() -> Part10Reader.read(new ByteArrayInputStream(file), LIMITS));
        assertReadsOrRefuses(() -> Part10Reader.read(new ByteArrayInputStream(bytes), LIMITS));
    }

    @Property(tries = 1500)
    void damagedFilesAreReadOrRefused(@ForAll("damagedFiles") byte[] bytes) throws IOException {
        assertReadsOrRefuses(() -> Part10Reader.read(new ByteArrayInputStream(bytes), LIMITS));
    }

    @Property(tries = 500)
    void whatIsReadCanBeWrittenOrIsRefusedForAReason(@ForAll("damagedFiles") byte[] bytes) throws IOException {
        Part10File file;
        try {
            file = Part10Reader.read(new ByteArrayInputStream(bytes), LIMITS);
        } catch (DicomFormatException e) {
            return;
        }
        try {
            DataSetWriter.write(new ByteArrayOutputStream(), file.dataSet(), file.transferSyntax());
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageMatching("\\([0-9A-F]{4},[0-9A-F]{4}\\) .*");
        }
    }

    @Property(tries = 1000)
    void damagedJsonIsReadOrRefused(
            @ForAll("jsonDataSets") DataSet dataSet, @ForAll List<Integer> places, @ForAll byte what)
            throws IOException {
        byte[] json = DicomJson.write(dataSet).getBytes(StandardCharsets.UTF_8);
        places.stream().limit(3).forEach(place -> json[Math.floorMod(place, json.length)] = what);

        assertReadsOrRefuses(() -> DicomJson.read(new ByteArrayInputStream(json)));
    }

    @Provide
    Arbitrary<DataSet> jsonDataSets() {
        return DataSets.any();
    }
}
