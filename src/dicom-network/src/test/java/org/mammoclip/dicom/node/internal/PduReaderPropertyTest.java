package org.mammoclip.dicom.node.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Any bytes in: no hang, no other exception than those declared, nothing lost of well-formed data. */
class PduReaderPropertyTest {
    private static final int MAX = 2048;

    @Property(tries = 2000)
    void endsOrRefusesWhateverArrives(
            @ForAll @Size(max = 4096) byte[] bytes, @ForAll @IntRange(min = 1, max = 300) int chunk) {
        consume(bytes, chunk);
    }

    /** The same with the type and a plausible length in front, so that the bodies are reached. */
    @Property(tries = 4000)
    void endsOrRefusesWhateverABodyHolds(
            @ForAll @IntRange(min = 1, max = 7) int type,
            @ForAll @Size(max = 600) byte[] body,
            @ForAll @IntRange(min = 1, max = 300) int chunk) {
        byte[] pdu = ByteBuffer.allocate(6 + body.length)
                .put((byte) type)
                .put((byte) 0)
                .putInt(body.length)
                .put(body)
                .array();
        consume(pdu, chunk);
    }

    @Property(tries = 1000)
    void endsOrRefusesMutatedRequests(@ForAll @IntRange(max = 273) int at, @ForAll byte value) {
        byte[] bytes = PduCodec.encode(new Pdu.AssociateRq(
                1,
                "CALLED",
                "CALLING",
                PduCodec.APPLICATION_CONTEXT,
                List.of(
                        new Pdu.ProposedContext(1, "1.2.840.10008.1.1", List.of("1.2.840.10008.1.2")),
                        new Pdu.ProposedContext(3, "1.2.840.10008.5.1.4.1.1.1.2", List.of("1.2.840.10008.1.2.1"))),
                new Pdu.UserInformation(16_384, "1.2.3", "V", java.util.Optional.empty())));
        bytes[Math.min(at, bytes.length - 1)] = value;
        consume(bytes, 100);
    }

    private static void consume(byte[] bytes, int chunk) {
        PduReader reader = new PduReader(chunked(bytes, chunk), MAX, 64);
        byte[] data = new byte[97];
        try {
            for (PduType type = reader.next(); type != null; type = reader.next()) {
                if (type != PduType.P_DATA_TF) {
                    assertThat(reader.body().type()).isEqualTo(type);
                    continue;
                }
                while (reader.nextPdv() != null) {
                    while (reader.pdvRemaining() > 0) {
                        assertThat(reader.read(data, 0, data.length)).isPositive();
                    }
                }
            }
        } catch (InvalidPduException | EOFException refused) {
            assertThat(refused).hasMessageNotContaining("\0");
        } catch (IOException e) {
            throw new AssertionError("neither invalid nor ended", e);
        }
    }

    /** However data is cut into PDVs and PDUs and however the network delivers it, it arrives unchanged. */
    @Property(tries = 300)
    void givesBackWhatWasFragmented(
            @ForAll("fragments") List<Integer> fragments,
            @ForAll @IntRange(min = 1, max = 5000) int chunk,
            @ForAll @IntRange(min = 1, max = 700) int readSize,
            @ForAll long seed)
            throws IOException {
        Random random = new Random(seed);
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (int length : fragments) {
            byte[] data = new byte[length];
            random.nextBytes(data);
            expected.writeBytes(data);
            wire.writeBytes(ByteBuffer.allocate(12 + length)
                    .put((byte) 4)
                    .put((byte) 0)
                    .putInt(length + 6)
                    .putInt(length + 2)
                    .put((byte) 1)
                    .put((byte) 0)
                    .put(data)
                    .array());
        }
        PduReader reader = new PduReader(chunked(wire.toByteArray(), chunk), MAX, 256);
        ByteArrayOutputStream actual = new ByteArrayOutputStream();
        byte[] target = new byte[readSize];
        while (reader.next() != null) {
            while (reader.nextPdv() != null) {
                while (reader.pdvRemaining() > 0) {
                    actual.write(target, 0, reader.read(target, 0, readSize));
                }
            }
        }
        assertThat(actual.toByteArray()).isEqualTo(expected.toByteArray());
    }

    @Provide
    Arbitrary<List<Integer>> fragments() {
        return Arbitraries.integers().between(0, MAX - 6).list().ofMaxSize(12);
    }

    private static InputStream chunked(byte[] bytes, int chunk) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, chunk));
            }
        };
    }
}
