package org.mammoclip.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.file.Part10Reader;
import org.mammoclip.dicom.file.ReadLimits;
import org.mammoclip.dicom.file.TransferSyntax;

/**
 * The decoders against an independent implementation: files encoded by DCMTK, GDCM or OpenJPEG, and public sample files if a
 * {@code shared/data} folder lies beside a parent of the working directory. Skipped, with the reason, without the tools.
 */
class DcmtkCodecIT {
    @TempDir
    private Path directory;

    private DicomTools tools;

    @BeforeEach
    void findTools() {
        tools = new DicomTools(directory);
    }

    @ParameterizedTest
    @CsvSource({
        "dcmcjpls, 8",
        "dcmcjpls, 10",
        "dcmcjpls, 12",
        "dcmcjpls, 14",
        "dcmcjpls, 16",
        "dcmcjpeg, 8",
        "dcmcjpeg, 12",
        "dcmcjpeg, 16",
        "dcmcrle, 8",
        "dcmcrle, 12",
        "dcmcrle, 16"
    })
    void decodesLosslessFilesExactly(String encoder, int bits) throws Exception {
        StoredPixels original = DicomTools.phantom(new ImageSize(301, 203), bits);
        Part10File encoded = tools.encode(original, encoder);

        assertThat(FrameDecoderTest.largestDifference(decode(encoded), original))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"1, 12", "2, 12", "3, 12", "4, 12", "5, 12", "6, 12", "7, 12", "5, 16", "6, 16", "7, 8"})
    void decodesEveryLosslessJpegPredictor(int selectionValue, int bits) throws Exception {
        StoredPixels original = DicomTools.phantom(new ImageSize(64, 130), bits);
        Part10File encoded = tools.encode(original, "dcmcjpeg", "+el", "+sv", Integer.toString(selectionValue));

        assertThat(encoded.transferSyntax()).isEqualTo(TransferSyntax.JPEG_LOSSLESS);
        assertThat(FrameDecoderTest.largestDifference(decode(encoded), original))
                .isZero();
    }

    @Test
    void undoesThePointTransformOfLosslessJpeg() throws Exception {
        StoredPixels original = DicomTools.phantom(new ImageSize(64, 130), 12);
        Part10File encoded = tools.encode(original, "dcmcjpeg", "+el", "+sv", "1", "+pt", "2");

        assertThat(FrameDecoderTest.largestDifference(decode(encoded), original))
                .isBetween(1, 3);
    }

    @ParameterizedTest
    @CsvSource({"8, 1", "8, 3", "12, 2", "12, 10", "16, 2", "16, 255"})
    void keepsTheErrorOfNearLosslessFiles(int bits, int near) throws Exception {
        StoredPixels original = DicomTools.phantom(new ImageSize(301, 203), bits);
        Part10File encoded = tools.encode(original, "dcmcjpls", "+en", "+md", Integer.toString(near));

        assertThat(encoded.transferSyntax()).isEqualTo(TransferSyntax.JPEG_LS_NEAR_LOSSLESS);
        assertThat(FrameDecoderTest.largestDifference(decode(encoded), original))
                .isEqualTo(near);
        assertThat(FrameDecoderTest.largestDifference(decode(encoded), decode(tools.expand("dcmdjpls", encoded))))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"+eb, 8, 90", "+eb, 8, 30", "+ee, 12, 90", "+ee, 12, 50", "+ee, 8, 90"})
    void decodesLossyJpegAsDcmtkDoes(String process, int bits, int quality) throws Exception {
        StoredPixels original = DicomTools.phantom(new ImageSize(301, 203), bits);
        Part10File encoded = tools.encode(original, "dcmcjpeg", process, "+q", Integer.toString(quality));

        // Both decoders are exact to half a grey level plus the rounding of their transform.
        assertThat(FrameDecoderTest.largestDifference(decode(encoded), decode(tools.expand("dcmdjpeg", encoded))))
                .isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"8", "12", "16"})
    void decodesJpeg2000FilesExactly(int bits) throws Exception {
        StoredPixels original = DicomTools.phantom(new ImageSize(301, 203), bits);
        Path file = tools.write(original, "plain.dcm");
        Path out = directory.resolve("coded.dcm");
        tools.run("gdcmconv", "--j2k", file.toString(), out.toString());
        Part10File encoded = Part10Reader.read(out, ReadLimits.DEFAULT);

        assertThat(encoded.transferSyntax()).isEqualTo(TransferSyntax.JPEG_2000_LOSSLESS);
        assertThat(FrameDecoderTest.largestDifference(decode(encoded), original))
                .isZero();
    }

    /** OpenJPEG's code-block styles: bypass 1, reset 2, terminate 4, causal 8, predictable termination 16, symbols 32. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-M 1",
                "-M 2",
                "-M 4",
                "-M 8",
                "-M 16",
                "-M 32",
                "-M 63",
                "-M 9 -r 20,10,1",
                "-p LRCP -SOP -EPH -r 20,10,1",
                "-p RLCP -t 61,57 -r 20,10,1",
                "-p RPCL -c [64,64],[32,32],[128,16] -r 20,10,1",
                "-p PCRL -c [64,64],[32,32],[128,16] -TP R",
                "-p CPRL -t 61,57 -TP L -r 20,10,1 -b 16,16",
                "-n 1",
                "-n 6 -b 4,256"
            })
    void decodesEveryJpeg2000StyleExactly(String options) throws Exception {
        ImageSize size = new ImageSize(150, 171);
        StoredPixels original = DicomTools.phantom(size, 16);
        StoredPixels decoded = decodeJpeg2000(tools.openJpeg(original, options.split(" ")), size);

        assertThat(FrameDecoderTest.largestDifference(decoded, original)).isZero();
    }

    /** Lossy to the encoder's rate; what matters is that the inverse transform does not add to it. */
    @ParameterizedTest
    @ValueSource(strings = {"-I -r 1.3", "-I -r 1.3 -t 61,57", "-I -r 1.3 -n 1", "-I -r 1.3 -M 63 -SOP -EPH"})
    void decodesTheIrreversibleWaveletClosely(String options) throws Exception {
        ImageSize size = new ImageSize(150, 171);
        StoredPixels original = DicomTools.phantom(size, 12);
        StoredPixels decoded = decodeJpeg2000(tools.openJpeg(original, options.split(" ")), size);

        assertThat(FrameDecoderTest.largestDifference(decoded, original)).isLessThanOrEqualTo(2);
    }

    private static StoredPixels decodeJpeg2000(byte[] codestream, ImageSize size) throws IOException {
        short[] cells = new Jpeg2000Codec().decode(codestream, PixelFormat.monochrome(size, 16, 16));
        return new StoredPixels(size, 16, false, cells);
    }

    @ParameterizedTest
    @CsvSource({"dcmcjpls", "dcmcjpeg"})
    void decodesAWholeMammogram(String encoder) throws Exception {
        StoredPixels original = DicomTools.phantom(new ImageSize(4096, 3328), 12);
        Part10File encoded = tools.encode(original, encoder);

        assertThat(FrameDecoderTest.largestDifference(decode(encoded), original))
                .isZero();
    }

    static Stream<Path> publicSamples() throws IOException {
        Path data = null;
        for (Path at = Path.of("").toAbsolutePath(); at != null && data == null; at = at.getParent()) {
            data = Files.isDirectory(at.resolve("shared/data")) ? at.resolve("shared/data") : null;
        }
        if (data == null) {
            return Stream.of(Path.of("none"));
        }
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(file -> file.toString().endsWith(".dcm")).sorted().toList().stream();
        }
    }

    /** Whatever DCMTK or GDCM can expand of the monochrome single-frame samples must come out equal here. */
    @ParameterizedTest
    @MethodSource("publicSamples")
    void agreesOnPublicSamples(Path file) throws Exception {
        assumeTrue(Files.exists(file), "no folder shared/data with public samples");
        Part10File sample = readable(file);
        assumeTrue(
                sample != null && FrameDecoder.supports(sample.transferSyntax()) && isSingleGreyFrame(sample.dataSet()),
                "not a readable single-frame monochrome object");
        Path expanded = directory.resolve("expanded.dcm");
        String syntax = sample.transferSyntax().name();
        if (syntax.startsWith("JPEG_LS")) {
            tools.run("dcmdjpls", file.toString(), expanded.toString());
        } else if (syntax.startsWith("JPEG_2000")) {
            tools.run("gdcmconv", "--raw", file.toString(), expanded.toString());
        } else if (syntax.startsWith("JPEG")) {
            tools.run("dcmdjpeg", file.toString(), expanded.toString());
        } else if (syntax.startsWith("RLE")) {
            tools.run("dcmdrle", file.toString(), expanded.toString());
        } else {
            tools.run("dcmconv", "+te", file.toString(), expanded.toString());
        }
        StoredPixels reference = decode(Part10Reader.read(expanded, ReadLimits.DEFAULT));
        boolean lossyTransform = sample.transferSyntax() == TransferSyntax.JPEG_EXTENDED_12BIT
                || sample.transferSyntax() == TransferSyntax.JPEG_BASELINE_8BIT
                || sample.transferSyntax() == TransferSyntax.JPEG_2000;

        assertThat(FrameDecoderTest.largestDifference(decode(sample), reference))
                .isLessThanOrEqualTo(lossyTransform ? 1 : 0);
    }

    private static Part10File readable(Path file) {
        try {
            return Part10Reader.read(file, ReadLimits.DEFAULT);
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean isSingleGreyFrame(DataSet image) {
        return image.contains(Tag.PixelData)
                && image.integer(Tag.SamplesPerPixel).orElse(0) == 1
                && image.string(Tag.PhotometricInterpretation).orElse("").startsWith("MONOCHROME")
                && image.integer(Tag.NumberOfFrames).orElse(1) == 1
                && image.integer(Tag.BitsAllocated).orElse(0) % 8 == 0
                && image.integer(Tag.BitsAllocated).orElse(0) <= 16;
    }

    private static StoredPixels decode(Part10File file) throws IOException {
        return FrameDecoder.decode(file.dataSet(), file.transferSyntax());
    }
}
