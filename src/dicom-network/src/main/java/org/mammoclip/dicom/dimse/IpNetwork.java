package org.mammoclip.dicom.dimse;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A block of IP addresses in CIDR notation (RFC 4632, RFC 4291 2.3), or one address. Parsing never asks a name server.
 *
 * @param prefix the network's address, 4 or 16 bytes; bits beyond {@code bits} do not count
 * @param bits length of the prefix, 0 to 32 or 0 to 128
 */
record IpNetwork(InetAddress prefix, int bits) {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern BITS = Pattern.compile("\\d{1,3}");

    IpNetwork {
        if (bits < 0 || bits > prefix.getAddress().length * 8) {
            throw new IllegalArgumentException("prefix length out of range");
        }
    }

    /** @throws IllegalArgumentException if the text is neither an address nor CIDR */
    static IpNetwork parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!IPV4.matcher(address).matches() && !IPV6.matcher(address).matches()) {
            throw new IllegalArgumentException("not an IP address or CIDR: " + text);
        }
        try {
            InetAddress prefix = InetAddress.getByName(address);
            if (slash < 0) {
                return new IpNetwork(prefix, prefix.getAddress().length * 8);
            }
            String bits = text.substring(slash + 1);
            if (!BITS.matcher(bits).matches()) {
                throw new IllegalArgumentException("not an IP address or CIDR: " + text);
            }
            return new IpNetwork(prefix, Integer.parseInt(bits));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an IP address or CIDR: " + text, e);
        }
    }

    boolean contains(InetAddress address) {
        byte[] mine = prefix.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit & 7);
            if ((mine[bit >> 3] & mask) != (other[bit >> 3] & mask)) {
                return false;
            }
        }
        return true;
    }
}
