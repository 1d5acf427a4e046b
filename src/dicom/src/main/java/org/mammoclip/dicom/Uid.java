package org.mammoclip.dicom;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * A DICOM unique identifier (PS3.5 chapter 9): at most 64 characters, components of digits separated by dots, no leading
 * zeros. An instance is always valid, so it never needs escaping where it names a database key; it still never names a
 * file.
 *
 * @param value the identifier without padding
 */
public record Uid(String value) implements Comparable<Uid> {
    /** Longest legal identifier, in characters (PS3.5 9.1). */
    public static final int MAX_LENGTH = 64;

    /** @throws IllegalArgumentException if the value breaks PS3.5 9.1; the message does not repeat the value */
    public Uid {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a UID (PS3.5 9.1): length " + value.length());
        }
    }

    /** @throws IllegalArgumentException if the value breaks PS3.5 9.1 */
    public static Uid of(String value) {
        return new Uid(value);
    }

    /** Whether the text is a legal UID once its padding is removed; padding itself is not accepted here. */
    public static boolean isValid(String value) {
        int length = value.length();
        if (length == 0 || length > MAX_LENGTH) {
            return false;
        }
        int componentStart = 0;
        for (int i = 0; i <= length; i++) {
            char c = i == length ? '.' : value.charAt(i);
            if (c == '.') {
                int digits = i - componentStart;
                if (digits == 0 || (digits > 1 && value.charAt(componentStart) == '0')) {
                    return false;
                }
                componentStart = i + 1;
            } else if (c < '0' || c > '9') {
                return false;
            }
        }
        return true;
    }

    /**
     * The UUID-derived UID (PS3.5 B.2) of a name: {@code 2.25.} and the decimal of the version 5 UUID (RFC 9562 5.5) of
     * {@code name} in {@code namespace}. The same name always gives the same UID.
     */
    public static Uid nameBased(UUID namespace, String name) {
        MessageDigest sha1;
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
        sha1.update(ByteBuffer.allocate(16)
                .putLong(namespace.getMostSignificantBits())
                .putLong(namespace.getLeastSignificantBits())
                .flip());
        byte[] hash = sha1.digest(name.getBytes(StandardCharsets.UTF_8));
        byte[] uuid = java.util.Arrays.copyOf(hash, 16);
        uuid[6] = (byte) ((uuid[6] & 0x0F) | 0x50);
        uuid[8] = (byte) ((uuid[8] & 0x3F) | 0x80);
        return new Uid("2.25." + new BigInteger(1, uuid));
    }

    @Override
    public int compareTo(Uid other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
