package org.mammoclip.mammogram.prepare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Reference results made outside, and the generator of the images they were made from. */
final class Golden {
    private Golden() {}

    /** The lines of a resource, comments left out, split at blanks. */
    static List<String[]> lines(String resource) {
        try (InputStream in = Golden.class.getResourceAsStream(resource);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Numbers from 0 to 65535: bits 16 to 31 of a linear congruential generator. */
    static int[] noise(int count, int seed) {
        int[] noise = new int[count];
        int state = seed;
        for (int i = 0; i < count; i++) {
            state = state * 1103515245 + 12345;
            noise[i] = state >>> 16;
        }
        return noise;
    }

    /** A noisy half ellipse on a noisy dark ground, 12 bits, in integer arithmetic. */
    static short[] breast(int rows, int columns, boolean left, int seed) {
        int[] noise = noise(rows * columns, seed);
        short[] values = new short[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                long x = left ? column : columns - 1 - column;
                long y = 2L * row - rows;
                long distance = x * x * 10000 / ((long) columns * columns * 36 / 100)
                        + y * y * 10000 / ((long) rows * rows * 64 / 100);
                int at = row * columns + column;
                values[at] = (short)
                        (distance < 10000 ? 900 + (10000 - distance) * 2500 / 10000 + noise[at] % 500 : noise[at] % 30);
            }
        }
        return values;
    }
}
