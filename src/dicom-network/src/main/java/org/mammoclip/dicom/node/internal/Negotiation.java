package org.mammoclip.dicom.node.internal;

import static org.mammoclip.dicom.node.internal.Pdu.ContextResult.ABSTRACT_SYNTAX_NOT_SUPPORTED;
import static org.mammoclip.dicom.node.internal.Pdu.ContextResult.ACCEPTANCE;
import static org.mammoclip.dicom.node.internal.Pdu.ContextResult.TRANSFER_SYNTAXES_NOT_SUPPORTED;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.ListenerConfig;
import org.mammoclip.dicom.dimse.TransferSyntaxChoice;
import org.mammoclip.dicom.file.Implementation;
import org.mammoclip.dicom.file.TransferSyntax;

/**
 * Answers proposed presentation contexts (PS3.8 7.1.1.13, 9.3.3.2) with the transfer syntax of {@link
 * TransferSyntaxChoice}. Immutable.
 */
final class Negotiation {
    static final String VERIFICATION = "1.2.840.10008.1.1";

    private static final Set<String> VERIFICATION_SYNTAXES = Set.of(
            TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid().value(),
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid().value());

    private final Map<String, Set<String>> accepted;
    private final int maxPduLength;

    Negotiation(ListenerConfig config) {
        Map<String, Set<String>> byClass = new HashMap<>();
        config.storageContexts()
                .forEach((sopClass, syntaxes) -> byClass.put(
                        sopClass.value(), syntaxes.stream().map(Uid::value).collect(Collectors.toUnmodifiableSet())));
        byClass.putIfAbsent(VERIFICATION, VERIFICATION_SYNTAXES);
        this.accepted = Map.copyOf(byClass);
        this.maxPduLength = config.maxPduLength();
    }

    /**
     * @param accept the PDU to send
     * @param contexts the accepted contexts by id
     */
    record Result(Pdu.AssociateAc accept, Map<Integer, PresentationContext> contexts) {}

    Result answer(Pdu.AssociateRq request) {
        List<Pdu.ContextResult> results = new ArrayList<>();
        Map<Integer, PresentationContext> contexts = new HashMap<>();
        for (Pdu.ProposedContext proposed : request.contexts()) {
            Set<String> syntaxes = accepted.get(proposed.abstractSyntax());
            Optional<String> chosen = syntaxes == null
                    ? Optional.empty()
                    : TransferSyntaxChoice.choose(proposed.transferSyntaxes(), syntaxes);
            chosen.ifPresent(syntax -> contexts.put(
                    proposed.id(),
                    new PresentationContext(proposed.id(), Uid.of(proposed.abstractSyntax()), Uid.of(syntax))));
            int result = chosen.isPresent()
                    ? ACCEPTANCE
                    : syntaxes == null ? ABSTRACT_SYNTAX_NOT_SUPPORTED : TRANSFER_SYNTAXES_NOT_SUPPORTED;
            results.add(new Pdu.ContextResult(
                    proposed.id(),
                    result,
                    chosen.orElse(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid().value())));
        }
        Pdu.UserInformation ours = userInformation(
                maxPduLength,
                request.userInformation().asynchronousOperations().map(any -> new Pdu.AsynchronousOperations(1, 1)));
        return new Result(
                new Pdu.AssociateAc(request.calledAeTitle(), request.callingAeTitle(), results, ours),
                Map.copyOf(contexts));
    }

    /** What we tell about ourselves in either role. */
    static Pdu.UserInformation userInformation(int maxPduLength, Optional<Pdu.AsynchronousOperations> window) {
        return new Pdu.UserInformation(
                maxPduLength,
                Implementation.MAMMOCLIP.classUid().value(),
                Implementation.MAMMOCLIP.versionName(),
                window);
    }
}
