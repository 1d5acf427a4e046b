package org.mammoclip.dicom.node.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The byte layout of every PDU but P-DATA-TF (PS3.8 9.3, Annex D; PS3.7 Annex D). Big endian. Stateless. */
final class PduCodec {
    /** DICOM application context name (PS3.7 A.2.1). */
    static final String APPLICATION_CONTEXT = "1.2.840.10008.3.1.1.1";

    /** PDU type, reserved byte and length. */
    static final int HEADER_BYTES = 6;

    private static final int AE_TITLE_BYTES = 16;
    private static final int ASSOCIATE_FIXED_BYTES = 68;
    private static final int FOUR_BYTES = 4;

    private static final int ITEM_APPLICATION_CONTEXT = 0x10;
    private static final int ITEM_PRESENTATION_CONTEXT_RQ = 0x20;
    private static final int ITEM_PRESENTATION_CONTEXT_AC = 0x21;
    private static final int ITEM_ABSTRACT_SYNTAX = 0x30;
    private static final int ITEM_TRANSFER_SYNTAX = 0x40;
    private static final int ITEM_USER_INFORMATION = 0x50;
    private static final int ITEM_MAXIMUM_LENGTH = 0x51;
    private static final int ITEM_IMPLEMENTATION_CLASS_UID = 0x52;
    private static final int ITEM_ASYNCHRONOUS_OPERATIONS = 0x53;
    private static final int ITEM_IMPLEMENTATION_VERSION_NAME = 0x55;

    private PduCodec() {}

    /** The whole PDU with its header. */
    static byte[] encode(Pdu pdu) {
        byte[] body;
        if (pdu instanceof Pdu.AssociateRq rq) {
            body = encode(rq);
        } else if (pdu instanceof Pdu.AssociateAc ac) {
            body = encode(ac);
        } else if (pdu instanceof Pdu.AssociateRj rj) {
            body = new byte[] {0, (byte) rj.result(), (byte) rj.source(), (byte) rj.reason()};
        } else if (pdu instanceof Pdu.Abort abort) {
            body = new byte[] {0, 0, (byte) abort.source(), (byte) abort.reason()};
        } else {
            body = new byte[FOUR_BYTES];
        }
        return ByteBuffer.allocate(HEADER_BYTES + body.length)
                .put((byte) pdu.type().code())
                .put((byte) 0)
                .putInt(body.length)
                .put(body)
                .array();
    }

    /**
     * @param body everything after the PDU header
     * @throws InvalidPduException if the body is malformed
     */
    static Pdu decode(PduType type, byte[] body) throws InvalidPduException {
        ByteBuffer in = ByteBuffer.wrap(body);
        return switch (type) {
            case A_ASSOCIATE_RQ -> decodeRequest(in);
            case A_ASSOCIATE_AC -> decodeAccept(in);
            case A_ASSOCIATE_RJ -> {
                requireFourBytes(in);
                yield new Pdu.AssociateRj(in.get(1) & 0xFF, in.get(2) & 0xFF, in.get(3) & 0xFF);
            }
            case A_ABORT -> {
                requireFourBytes(in);
                yield new Pdu.Abort(in.get(2) & 0xFF, in.get(3) & 0xFF);
            }
            case A_RELEASE_RQ -> {
                requireFourBytes(in);
                yield new Pdu.ReleaseRq();
            }
            case A_RELEASE_RP -> {
                requireFourBytes(in);
                yield new Pdu.ReleaseRp();
            }
            case P_DATA_TF -> throw new IllegalArgumentException("P-DATA-TF is streamed by PduReader");
        };
    }

    private static void requireFourBytes(ByteBuffer in) throws InvalidPduException {
        if (in.remaining() != FOUR_BYTES) {
            throw InvalidPduException.parameter("PDU length is not 4");
        }
    }

    // ---- writing

    private static byte[] encode(Pdu.AssociateRq rq) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        fixedFields(out, rq.protocolVersion(), rq.calledAeTitle(), rq.callingAeTitle());
        item(out, ITEM_APPLICATION_CONTEXT, ascii(rq.applicationContext()));
        for (Pdu.ProposedContext context : rq.contexts()) {
            ByteArrayOutputStream sub = new ByteArrayOutputStream();
            sub.writeBytes(new byte[] {(byte) context.id(), 0, 0, 0});
            item(sub, ITEM_ABSTRACT_SYNTAX, ascii(context.abstractSyntax()));
            context.transferSyntaxes().forEach(syntax -> item(sub, ITEM_TRANSFER_SYNTAX, ascii(syntax)));
            item(out, ITEM_PRESENTATION_CONTEXT_RQ, sub.toByteArray());
        }
        item(out, ITEM_USER_INFORMATION, encode(rq.userInformation()));
        return out.toByteArray();
    }

    private static byte[] encode(Pdu.AssociateAc ac) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        fixedFields(out, 1, ac.calledAeTitle(), ac.callingAeTitle());
        item(out, ITEM_APPLICATION_CONTEXT, ascii(APPLICATION_CONTEXT));
        for (Pdu.ContextResult context : ac.contexts()) {
            ByteArrayOutputStream sub = new ByteArrayOutputStream();
            sub.writeBytes(new byte[] {(byte) context.id(), 0, (byte) context.result(), 0});
            item(sub, ITEM_TRANSFER_SYNTAX, ascii(context.transferSyntax()));
            item(out, ITEM_PRESENTATION_CONTEXT_AC, sub.toByteArray());
        }
        item(out, ITEM_USER_INFORMATION, encode(ac.userInformation()));
        return out.toByteArray();
    }

    private static byte[] encode(Pdu.UserInformation user) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        item(
                out,
                ITEM_MAXIMUM_LENGTH,
                ByteBuffer.allocate(4).putInt((int) user.maximumLength()).array());
        if (!user.implementationClassUid().isEmpty()) {
            item(out, ITEM_IMPLEMENTATION_CLASS_UID, ascii(user.implementationClassUid()));
        }
        user.asynchronousOperations()
                .ifPresent(window -> item(
                        out,
                        ITEM_ASYNCHRONOUS_OPERATIONS,
                        ByteBuffer.allocate(4)
                                .putShort((short) window.invoked())
                                .putShort((short) window.performed())
                                .array()));
        if (!user.implementationVersionName().isEmpty()) {
            item(out, ITEM_IMPLEMENTATION_VERSION_NAME, ascii(user.implementationVersionName()));
        }
        return out.toByteArray();
    }

    private static void fixedFields(ByteArrayOutputStream out, int version, String called, String calling) {
        out.writeBytes(ByteBuffer.allocate(ASSOCIATE_FIXED_BYTES)
                .putShort((short) version)
                .putShort((short) 0)
                .put(aeTitle(called))
                .put(aeTitle(calling))
                .array());
    }

    private static byte[] aeTitle(String title) {
        return ascii((title + " ".repeat(AE_TITLE_BYTES)).substring(0, AE_TITLE_BYTES));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static void item(ByteArrayOutputStream out, int type, byte[] value) {
        out.write(type);
        out.write(0);
        out.write(value.length >> 8);
        out.write(value.length);
        out.writeBytes(value);
    }

    // ---- reading

    private static Pdu.AssociateRq decodeRequest(ByteBuffer in) throws InvalidPduException {
        int version = readFixedFields(in);
        String called = text(in, 4, AE_TITLE_BYTES);
        String calling = text(in, 4 + AE_TITLE_BYTES, AE_TITLE_BYTES);
        String application = "";
        List<Pdu.ProposedContext> contexts = new ArrayList<>();
        Set<Integer> ids = new HashSet<>();
        Pdu.UserInformation user = noUserInformation();
        while (in.hasRemaining()) {
            Item item = item(in);
            switch (item.type()) {
                case ITEM_APPLICATION_CONTEXT -> application = item.text();
                case ITEM_PRESENTATION_CONTEXT_RQ -> contexts.add(proposedContext(item.value(), ids));
                case ITEM_USER_INFORMATION -> user = userInformation(item.value());
                default -> {} // unrecognised items are skipped (9.3.1)
            }
        }
        return new Pdu.AssociateRq(version, called, calling, application, contexts, user);
    }

    private static Pdu.AssociateAc decodeAccept(ByteBuffer in) throws InvalidPduException {
        readFixedFields(in);
        String called = text(in, 4, AE_TITLE_BYTES);
        String calling = text(in, 4 + AE_TITLE_BYTES, AE_TITLE_BYTES);
        List<Pdu.ContextResult> contexts = new ArrayList<>();
        Set<Integer> ids = new HashSet<>();
        Pdu.UserInformation user = noUserInformation();
        while (in.hasRemaining()) {
            Item item = item(in);
            switch (item.type()) {
                case ITEM_PRESENTATION_CONTEXT_AC -> contexts.add(contextResult(item.value(), ids));
                case ITEM_USER_INFORMATION -> user = userInformation(item.value());
                default -> {} // unrecognised items are skipped (9.3.1)
            }
        }
        return new Pdu.AssociateAc(called, calling, contexts, user);
    }

    private static Pdu.UserInformation noUserInformation() {
        return new Pdu.UserInformation(0, "", "", Optional.empty());
    }

    /** Leaves the position at the first item. */
    private static int readFixedFields(ByteBuffer in) throws InvalidPduException {
        if (in.remaining() < ASSOCIATE_FIXED_BYTES) {
            throw InvalidPduException.parameter("A-ASSOCIATE PDU is shorter than its fixed fields");
        }
        in.position(ASSOCIATE_FIXED_BYTES);
        return in.getShort(0) & 0xFFFF;
    }

    private static Pdu.ProposedContext proposedContext(ByteBuffer in, Set<Integer> ids) throws InvalidPduException {
        int id = contextId(in, ids);
        String abstractSyntax = "";
        List<String> transferSyntaxes = new ArrayList<>();
        while (in.hasRemaining()) {
            Item item = item(in);
            if (item.type() == ITEM_ABSTRACT_SYNTAX) {
                abstractSyntax = item.text();
            } else if (item.type() == ITEM_TRANSFER_SYNTAX) {
                transferSyntaxes.add(item.text());
            }
        }
        if (abstractSyntax.isEmpty() || transferSyntaxes.isEmpty()) {
            throw InvalidPduException.parameter("presentation context without abstract or transfer syntax");
        }
        return new Pdu.ProposedContext(id, abstractSyntax, transferSyntaxes);
    }

    private static Pdu.ContextResult contextResult(ByteBuffer in, Set<Integer> ids) throws InvalidPduException {
        int id = contextId(in, ids);
        int result = in.get(in.position() - 2) & 0xFF;
        String transferSyntax = "";
        while (in.hasRemaining()) {
            Item item = item(in);
            if (item.type() == ITEM_TRANSFER_SYNTAX) {
                transferSyntax = item.text();
            }
        }
        if (result == Pdu.ContextResult.ACCEPTANCE && transferSyntax.isEmpty()) {
            throw InvalidPduException.parameter("accepted presentation context without transfer syntax");
        }
        return new Pdu.ContextResult(id, result, transferSyntax);
    }

    /** Id, reserved, result or reserved, reserved; leaves the position behind them. */
    private static int contextId(ByteBuffer in, Set<Integer> ids) throws InvalidPduException {
        if (in.remaining() < FOUR_BYTES) {
            throw InvalidPduException.parameter("presentation context item is too short");
        }
        int id = in.get() & 0xFF;
        in.position(in.position() + 3);
        if ((id & 1) == 0 || !ids.add(id)) {
            throw InvalidPduException.parameter("presentation context id is even or used twice");
        }
        return id;
    }

    private static Pdu.UserInformation userInformation(ByteBuffer in) throws InvalidPduException {
        long maximumLength = 0;
        String classUid = "";
        String versionName = "";
        Optional<Pdu.AsynchronousOperations> window = Optional.empty();
        while (in.hasRemaining()) {
            Item item = item(in);
            ByteBuffer value = item.value();
            switch (item.type()) {
                case ITEM_MAXIMUM_LENGTH -> {
                    requireFourBytes(value);
                    maximumLength = value.getInt() & 0xFFFFFFFFL;
                }
                case ITEM_ASYNCHRONOUS_OPERATIONS -> {
                    requireFourBytes(value);
                    window = Optional.of(
                            new Pdu.AsynchronousOperations(value.getShort() & 0xFFFF, value.getShort() & 0xFFFF));
                }
                case ITEM_IMPLEMENTATION_CLASS_UID -> classUid = item.text();
                case ITEM_IMPLEMENTATION_VERSION_NAME -> versionName = item.text();
                default -> {} // role selection, extended negotiation and user identity are not used
            }
        }
        return new Pdu.UserInformation(maximumLength, classUid, versionName, window);
    }

    private record Item(int type, ByteBuffer value) {
        String text() {
            return PduCodec.text(value, 0, value.limit());
        }
    }

    private static Item item(ByteBuffer in) throws InvalidPduException {
        if (in.remaining() < FOUR_BYTES) {
            throw InvalidPduException.parameter("item header is cut off");
        }
        int type = in.get() & 0xFF;
        in.get();
        int length = in.getShort() & 0xFFFF;
        if (length > in.remaining()) {
            throw InvalidPduException.parameter("item is longer than what contains it");
        }
        ByteBuffer value = in.slice(in.position(), length);
        in.position(in.position() + length);
        return new Item(type, value);
    }

    /** Text without padding: trailing NULs and outer spaces. */
    private static String text(ByteBuffer in, int offset, int length) {
        byte[] bytes = new byte[length];
        in.get(offset, bytes);
        int end = length;
        while (end > 0 && (bytes[end - 1] == 0 || bytes[end - 1] == ' ')) {
            end--;
        }
        return new String(bytes, 0, end, ISO_8859_1).strip();
    }
}
