package org.mammoclip.dicom.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A port that passes everything on to another port of this machine and can cut its connections. Thread-safe. */
final class LoopbackRelay implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    /** @param port 0 for a free one */
    LoopbackRelay(int port, int target) throws IOException {
        this.target = target;
        server = new ServerSocket(port, 128, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        daemon(this::acceptAll);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Breaks every connection open now, in both directions. */
    void cut() {
        List.copyOf(sockets).forEach(LoopbackRelay::close);
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket caller = server.accept();
                sockets.add(caller);
                daemon(() -> connect(caller));
            }
        } catch (IOException e) {
            cut();
        }
    }

    private void connect(Socket caller) {
        try (caller;
                Socket called = new Socket(server.getInetAddress(), target)) {
            sockets.add(called);
            caller.setTcpNoDelay(true);
            called.setTcpNoDelay(true);
            Thread back = daemon(() -> copy(called, caller));
            copy(caller, called);
            back.join();
            sockets.remove(called);
        } catch (IOException e) {
            close(caller);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(caller);
        }
    }

    /** Copies one direction to its end and passes the end on. */
    private static void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[128 << 10];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            close(from);
            close(to);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "loopback-relay");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("a socket that cannot be closed", e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new IllegalStateException("a port that cannot be closed", e);
        }
        cut();
    }
}
