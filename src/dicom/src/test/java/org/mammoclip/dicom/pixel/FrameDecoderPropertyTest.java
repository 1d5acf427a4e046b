package org.mammoclip.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.mammoclip.dicom.DataElement;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Value;
import org.mammoclip.dicom.Vr;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.file.TransferSyntax;

/** Damaged codestreams: decoded or refused with a reason, never another exception, never for long. */
class FrameDecoderPropertyTest {
    private static final List<String> NAMES = List.of(
            "RCC_rle",
            "RCC_jpeg_lossless_sv1",
            "RCC_jpeg_lossless_p14_sv4",
            "RCC_jpegls_lossless",
            "RCC_jpegls_near_lossless",
            "RCC_j2k_lossless",
            "RCC_j2k_lossy");

    /** Generous against a busy machine: an undamaged example takes tens of milliseconds. */
    private static final long LONGEST_NANOS = 10_000_000_000L;

    private static final int HEADER_BYTES = 200;

    private final Map<String, Part10File> files = new HashMap<>();
    private final Map<String, byte[]> codestreams = new HashMap<>();

    @Property(tries = 600, seed = "20261122", shrinking = ShrinkingMode.OFF)
    void damagedCodestreamsAreDecodedOrRefused(@ForAll @IntRange(max = 6) int which, @ForAll long seed)
            throws IOException {
        String name = "transfer-syntaxes/" + NAMES.get(which);
        if (!files.containsKey(name)) {
            files.put(name, Examples.read(name));
            codestreams.put(name, Examples.codestream(name));
        }
        byte[] damaged = damage(codestreams.get(name), new Random(seed));
        decodeOrRefuse(files.get(name).dataSet(), damaged, files.get(name).transferSyntax());
    }

    @Property(tries = 600, seed = "20261123", shrinking = ShrinkingMode.OFF)
    void arbitraryBytesAreDecodedOrRefused(@ForAll byte[] bytes, @ForAll TransferSyntax syntax) {
        DataSet image = Examples.image(3, 5, 16, 12).build();
        decodeOrRefuse(image, bytes, syntax);
    }

    @Property(tries = 1000, seed = "20261124", shrinking = ShrinkingMode.OFF)
    void arbitraryAttributesAreAcceptedOrRefused(
            @ForAll @IntRange(max = 65535) int rows,
            @ForAll @IntRange(max = 65535) int columns,
            @ForAll @IntRange(max = 66) int allocated,
            @ForAll @IntRange(max = 66) int stored,
            @ForAll @IntRange(max = 66) int highBit,
            @ForAll TransferSyntax syntax) {
        DataSet image = Examples.image(rows, columns, allocated, stored)
                .integers(Tag.HighBit, highBit)
                .build();
        decodeOrRefuse(image, new byte[100], syntax);
    }

    /** Item headers of encapsulated pixel data in a file: lengths, tags and delimiters damaged. */
    @Property(tries = 300, seed = "20261125", shrinking = ShrinkingMode.OFF)
    void damagedItemsInAFileAreDecodedOrRefused(@ForAll long seed) throws IOException {
        byte[] frame = Examples.codestream("transfer-syntaxes/RCC_jpegls_near_lossless");
        ByteBuffer items = ByteBuffer.allocate(frame.length + 40).order(ByteOrder.LITTLE_ENDIAN);
        items.putInt(0xE000FFFE).putInt(4).putInt(0);
        items.putInt(0xE000FFFE).putInt(100).put(frame, 0, 100);
        items.putInt(0xE000FFFE).putInt(frame.length - 100).put(frame, 100, frame.length - 100);
        items.putInt(0xE0DDFFFE).putInt(0);
        Random random = new Random(seed);
        for (int i = random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(130);
            items.put(at, (byte) random.nextInt(256));
        }
        int length = random.nextInt(4) == 0 ? random.nextInt(items.position()) : items.position();
        Path file = Files.createTempFile("items", ".bin");
        try {
            Files.write(file, Arrays.copyOf(items.array(), length));
            Value region = new Value.FileRegion(file, 0, length, true, false);
            DataSet image = Examples.read("study/RCC").dataSet().toBuilder()
                    .add(new DataElement(Tag.PixelData, Vr.OB, region))
                    .build();
            decodeOrRefuse(image, TransferSyntax.JPEG_LS_NEAR_LOSSLESS);
        } finally {
            Files.delete(file);
        }
    }

    private static void decodeOrRefuse(DataSet attributes, byte[] bytes, TransferSyntax syntax) {
        Value value = syntax.isEncapsulated()
                ? new Value.Fragments(new Value.Binary(new byte[0]), List.of(new Value.Binary(bytes)))
                : new Value.Binary(bytes);
        DataSet image = attributes.toBuilder()
                .add(new DataElement(Tag.PixelData, Vr.OB, value))
                .build();
        decodeOrRefuse(image, syntax);
    }

    private static void decodeOrRefuse(DataSet image, TransferSyntax syntax) {
        long start = System.nanoTime();
        try {
            StoredPixels pixels = FrameDecoder.decode(image, syntax);
            for (int i = 0; i < pixels.size().pixels(); i++) {
                if (pixels.value(i) < pixels.lowest() || pixels.value(i) > pixels.highest()) {
                    throw new AssertionError("value out of the range of its bits");
                }
            }
        } catch (UndecodablePixelsException e) {
            assertThat(e).hasMessageStartingWith(e.reason().name());
        }
        assertThat(System.nanoTime() - start).isLessThan(LONGEST_NANOS);
    }

    private static byte[] damage(byte[] whole, Random random) {
        byte[] damaged = whole.clone();
        int kind = random.nextInt(4);
        for (int i = random.nextInt(8); i >= 0; i--) {
            boolean anywhere = random.nextInt(3) == 0;
            int at = random.nextInt(anywhere ? damaged.length : Math.min(HEADER_BYTES, damaged.length));
            damaged[at] = switch (kind) {
                case 0 -> (byte) random.nextInt(256);
                case 1 -> (byte) 0xFF;
                default -> (byte) (damaged[at] ^ 1 << random.nextInt(8));
            };
        }
        return kind == 3 ? Arrays.copyOf(damaged, random.nextInt(damaged.length)) : damaged;
    }
}
