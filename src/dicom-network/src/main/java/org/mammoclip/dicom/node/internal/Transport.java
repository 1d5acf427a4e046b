package org.mammoclip.dicom.node.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;

/**
 * The transport connection of an association (PS3.8 9.1), plain or TLS, with limits on the time that a peer may keep us
 * waiting. Blocking.
 *
 * <p>Reading is bounded by patience, not by a time per read: {@link #patience} grants a total time blocked in reads, and
 * every {@link #PROGRESS_BYTES} received grant it anew. A peer that sends a byte a second runs out of it; the time that
 * our own receiver takes is not counted. A write that does not end within its time is ended by the {@link Watchdog}.
 *
 * <p>Threads: one reads; writes are serialised by the caller; {@link #close} may be called by any thread.
 */
final class Transport implements AutoCloseable {
    /** As many bytes earn the full patience again. */
    static final int PROGRESS_BYTES = 64 << 10;

    /** Longest single write, in bytes: bounds the native buffer that the JDK keeps per thread. */
    private static final int MAX_WRITE_BYTES = 256 << 10;

    private static final long NEVER = Long.MAX_VALUE;

    private final SocketChannel channel;
    private final ScheduledFuture<?> watch;
    private final long epoch = System.nanoTime();
    private Socket socket;
    private InputStream in;
    private OutputStream out;

    private long patienceNanos;
    private long patienceLeftNanos;
    private int progress;

    /** When the watchdog closes the connection under a blocked read or write, in nanoseconds since {@link #epoch}. */
    private volatile long readExpiresAt = NEVER;

    private volatile long writeExpiresAt = NEVER;

    /** @param channel connected and blocking; TCP_NODELAY and keep-alive are set here */
    Transport(SocketChannel channel, Watchdog watchdog) throws IOException {
        this.channel = channel;
        configure(channel);
        this.socket = channel.socket();
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.watch = watchdog.watch(this);
    }

    /** Without TCP_NODELAY, Nagle and delayed acknowledgement cost 40 ms for each response. */
    static void configure(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    }

    /**
     * Goes on over TLS: the handshake with the socket that the factory layered over {@link #plainSocket}.
     *
     * @throws IOException if the handshake fails or takes longer than {@code timeout} in all
     */
    void secure(SSLSocket layered, Duration timeout) throws IOException {
        socket = layered;
        readExpiresAt = after(timeout.toNanos());
        try {
            layered.startHandshake();
            in = layered.getInputStream();
            out = layered.getOutputStream();
        } finally {
            readExpiresAt = NEVER;
        }
    }

    Socket plainSocket() {
        return channel.socket();
    }

    boolean isSecured() {
        return socket instanceof SSLSocket;
    }

    /** Numeric address of the peer. */
    String peerAddress() {
        return socket.getRemoteSocketAddress() instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress().getHostAddress()
                : "unknown";
    }

    /** From now on reads may block for {@code total}, in sum, before they time out. */
    void patience(Duration total) {
        patienceNanos = total.toNanos();
        patienceLeftNanos = patienceNanos;
        progress = 0;
    }

    /** The incoming bytes; {@link SocketTimeoutException} when the patience is used up. */
    InputStream input() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return Transport.this.read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return Transport.this.read(target, offset, length);
            }
        };
    }

    private int read(byte[] target, int offset, int length) throws IOException {
        if (patienceLeftNanos <= 0) {
            throw new SocketTimeoutException("peer too slow");
        }
        long millis = Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(patienceLeftNanos) + 1);
        socket.setSoTimeout((int) millis);
        long start = System.nanoTime();
        if (isSecured()) {
            // a TLS record that trickles in restarts the socket time-out with each byte
            readExpiresAt = after(patienceLeftNanos + TimeUnit.SECONDS.toNanos(1));
        }
        int count = in.read(target, offset, length);
        readExpiresAt = NEVER;
        patienceLeftNanos -= System.nanoTime() - start;
        progress += Math.max(0, count);
        if (progress >= PROGRESS_BYTES) {
            patienceLeftNanos = patienceNanos;
            progress = 0;
        }
        return count;
    }

    /**
     * Writes all; not concurrently.
     *
     * @param timeout for every {@value #MAX_WRITE_BYTES} bytes; then the connection is closed
     */
    void write(byte[] bytes, int offset, int length, Duration timeout) throws IOException {
        try {
            for (int done = 0; done < length; done += MAX_WRITE_BYTES) {
                writeExpiresAt = after(timeout.toNanos());
                out.write(bytes, offset + done, Math.min(MAX_WRITE_BYTES, length - done));
            }
            out.flush();
        } finally {
            writeExpiresAt = NEVER;
        }
    }

    /**
     * Tells the peer that nothing more comes and discards what it still sends until it closes, for at most {@code
     * timeout}: closing with unread data would reset the connection and could destroy our last PDU on its way. Then
     * closes.
     *
     * @return whether the peer closed first
     */
    boolean awaitClose(Duration timeout) {
        readExpiresAt = after(timeout.toNanos());
        writeExpiresAt = readExpiresAt;
        try {
            socket.shutdownOutput();
            socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, timeout.toMillis() + 1));
            byte[] discarded = new byte[PROGRESS_BYTES];
            while (in.read(discarded) >= 0) {
                // the whole time is bounded by the watchdog
            }
            return true;
        } catch (IOException expiredOrBroken) {
            return false;
        } finally {
            close();
        }
    }

    private long after(long nanos) {
        return System.nanoTime() - epoch + nanos;
    }

    void closeIfExpired() {
        if (System.nanoTime() - epoch > Math.min(readExpiresAt, writeExpiresAt)) {
            close();
        }
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** Closes the TCP connection below TLS: never blocks, and ends reads and writes of other threads. */
    @Override
    public void close() {
        watch.cancel(false);
        try {
            channel.close();
        } catch (IOException e) {
            // the descriptor is gone either way
        }
    }
}
