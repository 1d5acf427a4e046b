package org.mammoclip.mammoclip.train;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Scalars for TensorBoard: an event file as TensorFlow writes it. Each record is the payload's length (8 bytes), a masked CRC-32C of
 * those, the payload, and a masked CRC-32C of it, all little-endian; the payload is a protobuf {@code Event}. A run that goes on
 * begins another file, whose first event tells TensorBoard to forget what earlier files hold from that step on.
 *
 * <p>Fields written: {@code Event} 1 wall_time, 2 step, 3 file_version, 5 summary, 7 session_log; {@code Summary} 1 value; {@code
 * Value} 1 tag, 2 simple_value; {@code SessionLog} 1 status.
 */
final class TensorBoardFile implements AutoCloseable {
    private static final String VERSION = "brain.Event:2";
    private static final int SESSION_START = 1;
    private static final int CRC_MASK_DELTA = 0xa282ead8;

    private final OutputStream out;
    private final Clock clock;

    private TensorBoardFile(OutputStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    /**
     * @param folder takes a new file, numbered if this second has one already
     * @param step steps taken before
     */
    static TensorBoardFile create(Path folder, long step, Clock clock) throws IOException {
        String name = String.format(
                "events.out.tfevents.%010d.mammoclip", clock.instant().getEpochSecond());
        Path file = folder.resolve(name);
        for (int number = 1; Files.exists(file); number++) {
            file = folder.resolve(name + "." + number);
        }
        TensorBoardFile events = new TensorBoardFile(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), clock);
        events.write(new Message().text(3, VERSION), 0);
        if (step > 0) {
            events.write(new Message().message(7, new Message().varint(1, SESSION_START)), step);
        }
        return events;
    }

    /** One event with a scalar for each figure. */
    void scalars(long step, Map<String, Double> figures) throws IOException {
        Message summary = new Message();
        figures.forEach(
                (tag, value) -> summary.message(1, new Message().text(1, tag).float32(2, value.floatValue())));
        write(new Message().message(5, summary), step);
    }

    private void write(Message content, long step) throws IOException {
        Instant now = clock.instant();
        Message event = new Message()
                .float64(1, now.getEpochSecond() + now.getNano() * 1e-9)
                .varint(2, step);
        byte[] payload = event.append(content).bytes();
        ByteBuffer record = ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES + payload.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(payload.length);
        record.putInt(maskedCrc(record.array(), Long.BYTES));
        record.put(payload).putInt(maskedCrc(payload, payload.length));
        out.write(record.array());
        out.flush();
    }

    private static int maskedCrc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + CRC_MASK_DELTA;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /** A protobuf message, field by field. */
    private static final class Message {
        private static final int VARINT = 0;
        private static final int BITS_64 = 1;
        private static final int LENGTH = 2;
        private static final int BITS_32 = 5;

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Message varint(int field, long value) {
            raw((long) field << 3 | VARINT);
            raw(value);
            return this;
        }

        Message float64(int field, double value) {
            raw((long) field << 3 | BITS_64);
            bytes.writeBytes(ByteBuffer.allocate(Double.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putDouble(value)
                    .array());
            return this;
        }

        Message float32(int field, float value) {
            raw((long) field << 3 | BITS_32);
            bytes.writeBytes(ByteBuffer.allocate(Float.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(value)
                    .array());
            return this;
        }

        Message text(int field, String value) {
            return delimited(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) {
            return delimited(field, value.bytes());
        }

        Message append(Message other) {
            bytes.writeBytes(other.bytes());
            return this;
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }

        private Message delimited(int field, byte[] value) {
            raw((long) field << 3 | LENGTH);
            raw(value.length);
            bytes.writeBytes(value);
            return this;
        }

        /** Seven bits a byte, the lowest first; the top bit says that more follow. */
        private void raw(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                bytes.write((int) (rest & 0x7F | 0x80));
                rest >>>= 7;
            }
            bytes.write((int) rest);
        }
    }
}
