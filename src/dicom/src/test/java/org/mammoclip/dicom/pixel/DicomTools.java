package org.mammoclip.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.Vr;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.file.Part10Reader;
import org.mammoclip.dicom.file.Part10Writer;
import org.mammoclip.dicom.file.ReadLimits;
import org.mammoclip.dicom.file.TransferSyntax;

/** Runs the encoders and decoders of DCMTK, GDCM and OpenJPEG in a folder; a test whose tool is missing is skipped. */
final class DicomTools {
    private static final long TOOL_SECONDS = 120;

    private final Path directory;

    DicomTools(Path directory) {
        this.directory = directory;
    }

    /** Writes an image and encodes it with a tool and its options; not at all without one. */
    Part10File encode(StoredPixels pixels, String... encoder) throws Exception {
        Path plain = write(pixels, "plain.dcm");
        if (encoder.length == 0) {
            return Part10Reader.read(plain, ReadLimits.DEFAULT);
        }
        Path coded = directory.resolve("coded.dcm");
        List<String> command = new ArrayList<>(Arrays.asList(encoder));
        command.add(plain.toString());
        command.add(coded.toString());
        run(command.toArray(String[]::new));
        return Part10Reader.read(coded, ReadLimits.DEFAULT);
    }

    Part10File expand(String decoder, Part10File encoded) throws Exception {
        Path file = directory.resolve("again.dcm");
        Part10Writer.write(file, encoded);
        Path expanded = directory.resolve("expanded.dcm");
        run(decoder, file.toString(), expanded.toString());
        return Part10Reader.read(expanded, ReadLimits.DEFAULT);
    }

    Path write(StoredPixels pixels, String name) throws IOException {
        int bytes = pixels.bitsStored() > 8 ? 2 : 1;
        byte[] data = new byte[(pixels.size().pixels() * bytes + 1) / 2 * 2];
        for (int i = 0; i < pixels.size().pixels(); i++) {
            int value = pixels.value(i);
            data[i * bytes] = (byte) value;
            if (bytes == 2) {
                data[i * 2 + 1] = (byte) (value >> 8);
            }
        }
        DataSet image = Examples.image(pixels.size().rows(), pixels.size().columns(), 8 * bytes, pixels.bitsStored())
                .uid(Tag.SOPClassUID, Uid.of("1.2.840.10008.5.1.4.1.1.1.2"))
                .uid(Tag.SOPInstanceUID, Uid.of("2.25.1"))
                .uid(Tag.StudyInstanceUID, Uid.of("2.25.2"))
                .uid(Tag.SeriesInstanceUID, Uid.of("2.25.3"))
                .binary(Tag.PixelData, bytes == 1 ? Vr.OB : Vr.OW, data)
                .build();
        Path file = directory.resolve(name);
        Part10Writer.write(file, Part10File.of(image, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
        return file;
    }

    byte[] openJpeg(StoredPixels pixels, String... options) throws Exception {
        ByteArrayOutputStream pgm = new ByteArrayOutputStream();
        String header = "P5\n" + pixels.size().columns() + " " + pixels.size().rows() + "\n65535\n";
        pgm.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < pixels.size().pixels(); i++) {
            pgm.write(pixels.value(i) >> 8);
            pgm.write(pixels.value(i));
        }
        Path plain = Files.write(directory.resolve("plain.pgm"), pgm.toByteArray());
        Path coded = directory.resolve("coded.j2k");
        List<String> command = new ArrayList<>(List.of("opj_compress", "-i", plain.toString(), "-o", coded.toString()));
        command.addAll(Arrays.asList(options));
        run(command.toArray(String[]::new));
        return Files.readAllBytes(coded);
    }

    /** A dark flat half for runs, a smooth bright half, a little noise everywhere else, and both extremes of the range. */
    static StoredPixels phantom(ImageSize size, int bits) {
        int highest = (1 << bits) - 1;
        short[] values = new short[size.pixels()];
        int noise = 12345;
        for (int row = 0; row < size.rows(); row++) {
            for (int column = 0; column < size.columns(); column++) {
                noise = noise * 1103515245 + 12345;
                double breast = 1
                        - Math.hypot(
                                (double) column / size.columns() / 0.7, (row - size.rows() / 2.0) / size.rows() / 0.45);
                double value =
                        breast <= 0 ? 0 : highest * Math.min(1, breast * 1.3) + (noise >> 16) % (1 + highest / 50.0);
                values[row * size.columns() + column] = (short) Math.max(0, Math.min(highest, (int) value));
            }
        }
        return new StoredPixels(size, bits, false, values);
    }

    void run(String... command) throws Exception {
        assumeTrue(isInstalled(command[0]), command[0] + " is not installed");
        Path log = directory.resolve("tool.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(TOOL_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command[0] + " did not end");
        }
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }

    private static boolean isInstalled(String tool) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }
}
