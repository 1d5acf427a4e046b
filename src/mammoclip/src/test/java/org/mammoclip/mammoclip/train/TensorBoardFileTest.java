package org.mammoclip.mammoclip.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The event file, read back by a reader of its own: framing, check sums, protobuf fields. */
class TensorBoardFileTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_700_000_000L, 500_000_000), ZoneOffset.UTC);

    @TempDir
    Path folder;

    @Test
    void aReaderFindsVersionAndScalars() throws IOException {
        try (TensorBoardFile file = TensorBoardFile.create(folder, 0, CLOCK)) {
            file.scalars(300, new TreeMap<>(Map.of("training/loss", 1.5, "training/rate", -2.0)));
        }
        Path written = folder.resolve("events.out.tfevents.1700000000.mammoclip");
        List<Map<Integer, Object>> events = new ArrayList<>();
        for (byte[] record : records(Files.readAllBytes(written))) {
            events.add(fields(record));
        }
        assertThat(events).hasSize(2);
        assertThat(events.get(0)).containsEntry(1, 1_700_000_000.5);
        assertThat(text(events.get(0).get(3))).isEqualTo("brain.Event:2");
        assertThat(events.get(1)).containsEntry(2, 300L);
        byte[] summary = (byte[]) events.get(1).get(5);
        Map<Integer, Object> last = fields((byte[]) fields(summary).get(1));
        assertThat(text(last.get(1))).isEqualTo("training/rate");
        assertThat(last).containsEntry(2, -2.0f);
        assertThat(new String(summary, StandardCharsets.ISO_8859_1)).contains("training/loss");
    }

    @Test
    void aResumedRunBeginsAnotherFileThatCutsTheOldOnes() throws IOException {
        TensorBoardFile.create(folder, 0, CLOCK).close();
        TensorBoardFile.create(folder, 7, CLOCK).close();
        Path second = folder.resolve("events.out.tfevents.1700000000.mammoclip.1");
        List<byte[]> records = records(Files.readAllBytes(second));
        Map<Integer, Object> session = fields(records.get(1));
        assertThat(session).containsEntry(2, 7L);
        assertThat(fields((byte[]) session.get(7))).containsEntry(1, 1L);
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }

    /** Cuts at the lengths and checks both sums of each record, with a CRC-32C of its own. */
    private static List<byte[]> records(byte[] file) {
        List<byte[]> records = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            byte[] length = new byte[8];
            in.get(length);
            assertThat(in.getInt()).isEqualTo(masked(length));
            byte[] payload = new byte
                    [(int) ByteBuffer.wrap(length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong()];
            in.get(payload);
            assertThat(in.getInt()).isEqualTo(masked(payload));
            records.add(payload);
        }
        return records;
    }

    @Test
    void theReadersOwnCheckSumIsCastagnolis() {
        assertThat(crc("123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0xE3069283);
    }

    private static int masked(byte[] bytes) {
        int crc = crc(bytes);
        return ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
    }

    /** Bit by bit, polynomial 0x82F63B78. */
    private static int crc(byte[] bytes) {
        int crc = -1;
        for (byte b : bytes) {
            crc ^= b & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >>> 1) ^ ((crc & 1) == 0 ? 0 : 0x82F63B78);
            }
        }
        return ~crc;
    }

    /** The last value of each field: Long, Double, Float or bytes. */
    private static Map<Integer, Object> fields(byte[] message) {
        Map<Integer, Object> fields = new TreeMap<>();
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            int key = (int) varint(in);
            Object value = switch (key & 7) {
                case 0 -> varint(in);
                case 1 -> in.getDouble();
                case 2 -> {
                    byte[] bytes = new byte[(int) varint(in)];
                    in.get(bytes);
                    yield bytes;
                }
                case 5 -> in.getFloat();
                default -> throw new AssertionError("wire type " + (key & 7));
            };
            fields.put(key >>> 3, value);
        }
        return fields;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = in.get();
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }
}
