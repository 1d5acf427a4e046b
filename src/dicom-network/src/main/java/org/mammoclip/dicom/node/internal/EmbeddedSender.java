package org.mammoclip.dicom.node.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.dimse.AeTitle;
import org.mammoclip.dicom.dimse.InstanceFile;
import org.mammoclip.dicom.dimse.InstanceSender;
import org.mammoclip.dicom.dimse.RemoteAe;
import org.mammoclip.dicom.dimse.SendOutcome;
import org.mammoclip.dicom.dimse.StoreStatus;
import org.mammoclip.dicom.file.TransferSyntax;
import org.mammoclip.dicom.node.internal.RequestedAssociation.ContextKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * C-ECHO and C-STORE as service class user. Each call opens its own association, or several one after the other when the
 * files need more than 128 presentation contexts. Thread-safe.
 */
public final class EmbeddedSender implements InstanceSender {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedSender.class);

    /** Presentation context ids are odd numbers up to 255 (PS3.8 9.3.2.2). */
    static final int MAX_CONTEXTS = 128;

    private static final Uid VERIFICATION = Uid.of(Negotiation.VERIFICATION);

    private final RemoteAe remote;
    private final AeTitle calling;
    private final Watchdog watchdog;

    public EmbeddedSender(RemoteAe remote, AeTitle calling, Watchdog watchdog) {
        this.remote = remote;
        this.calling = calling;
        this.watchdog = watchdog;
    }

    @Override
    public SendOutcome echo() {
        ContextKey key = new ContextKey(VERIFICATION, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid());
        try (RequestedAssociation association = RequestedAssociation.open(remote, calling, List.of(key), watchdog)) {
            Optional<PresentationContext> context = association.context(key);
            return context.isEmpty() ? contextRefused() : outcome(association.echo(context.get()));
        } catch (IOException e) {
            return failure(e);
        }
    }

    /** A file with its place in the caller's list. */
    private record Job(int index, InstanceFile file) {
        ContextKey key() {
            return new ContextKey(file.sopClassUid(), file.transferSyntaxUid());
        }
    }

    @Override
    public List<SendOutcome> store(List<Path> part10Files) {
        SendOutcome[] outcomes = new SendOutcome[part10Files.size()];
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < outcomes.length; i++) {
            try {
                jobs.add(new Job(i, InstanceFile.open(part10Files.get(i))));
            } catch (IOException e) {
                outcomes[i] = unreadable(e);
            }
        }
        for (Map<ContextKey, List<Job>> batch : batches(jobs)) {
            storeBatch(batch, outcomes);
        }
        return List.copyOf(Arrays.asList(outcomes));
    }

    /** As few associations as the limit on contexts allows; within one the order of the argument is kept. */
    private static List<Map<ContextKey, List<Job>>> batches(List<Job> jobs) {
        List<Map<ContextKey, List<Job>>> batches = new ArrayList<>();
        Map<ContextKey, Map<ContextKey, List<Job>>> batchOfKey = new HashMap<>();
        for (Job job : jobs) {
            batchOfKey
                    .computeIfAbsent(job.key(), key -> {
                        if (batches.isEmpty() || batches.get(batches.size() - 1).size() == MAX_CONTEXTS) {
                            batches.add(new LinkedHashMap<>());
                        }
                        return batches.get(batches.size() - 1);
                    })
                    .computeIfAbsent(job.key(), key -> new ArrayList<>())
                    .add(job);
        }
        return batches;
    }

    private void storeBatch(Map<ContextKey, List<Job>> batch, @Nullable SendOutcome[] outcomes) {
        List<Job> jobs = batch.values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparingInt(Job::index))
                .toList();
        try (RequestedAssociation association =
                RequestedAssociation.open(remote, calling, List.copyOf(batch.keySet()), watchdog)) {
            for (Job job : jobs) {
                Optional<PresentationContext> context = association.context(job.key());
                outcomes[job.index()] = context.isEmpty() ? contextRefused() : store(association, context.get(), job);
            }
        } catch (IOException e) {
            SendOutcome failure = failure(e);
            boolean first = true;
            for (Job job : jobs) {
                if (outcomes[job.index()] == null) {
                    outcomes[job.index()] = first || !(failure instanceof SendOutcome.Unreachable)
                            ? failure
                            : new SendOutcome.Unreachable("not sent: " + e.getMessage());
                    first = false;
                }
            }
        }
    }

    private static SendOutcome store(RequestedAssociation association, PresentationContext context, Job job)
            throws AssociationEndedException {
        try {
            return outcome(association.store(context, job.file()));
        } catch (AssociationEndedException e) {
            throw e;
        } catch (IOException e) {
            association.abort("file could not be read");
            return unreadable(e);
        }
    }

    private static SendOutcome outcome(StoreStatus status) {
        return status.isSuccess() || status.isWarning()
                ? new SendOutcome.Accepted(status)
                : new SendOutcome.Refused(status, !status.isTransientFailure());
    }

    private static SendOutcome contextRefused() {
        return new SendOutcome.Refused(StoreStatus.sopClassNotSupported("presentation context not accepted"), true);
    }

    private static SendOutcome unreadable(IOException e) {
        LOG.warn("a file that should be sent cannot be read: {}", e.getClass().getSimpleName());
        return new SendOutcome.Refused(StoreStatus.cannotUnderstand("the file to send cannot be read"), true);
    }

    private SendOutcome failure(IOException e) {
        if (e instanceof RequestedAssociation.RejectedException rejected) {
            String comment = rejected.rejection().meaning();
            return rejected.rejection().isPermanent()
                    ? new SendOutcome.Refused(StoreStatus.notAuthorised(comment), true)
                    : new SendOutcome.Refused(StoreStatus.outOfResources(comment), false);
        }
        LOG.info("{} at {}:{} unreachable: {}", remote.aeTitle(), remote.host(), remote.port(), e.toString());
        return new SendOutcome.Unreachable(
                e instanceof AssociationEndedException ended
                        ? ended.why() + ": " + ended.getMessage()
                        : e.getClass().getSimpleName() + ": " + e.getMessage());
    }
}
