package org.mammoclip.dicom.file;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import org.mammoclip.dicom.DataSet;

/** Golden bytes as tests write them: hexadecimal with spaces, and {@code 'text'} in between. */
final class Hex {
    private Hex() {}

    static byte[] bytes(String... lines) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String line : lines) {
            String[] parts = line.split("'", -1);
            for (int i = 0; i < parts.length; i++) {
                out.writeBytes(
                        i % 2 == 1
                                ? parts[i].getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)
                                : HexFormat.of().parseHex(parts[i].replace(" ", "")));
            }
        }
        return out.toByteArray();
    }

    static DataSet read(TransferSyntax transferSyntax, String... lines) throws IOException {
        return read(ReadLimits.DEFAULT, transferSyntax, lines);
    }

    static DataSet read(ReadLimits limits, TransferSyntax transferSyntax, String... lines) throws IOException {
        return DataSetReader.read(new ByteArrayInputStream(bytes(lines)), transferSyntax, limits);
    }

    static byte[] write(DataSet dataSet, TransferSyntax transferSyntax) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            DataSetWriter.write(out, dataSet, transferSyntax);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
