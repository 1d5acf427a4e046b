/**
 * Instances in: from C-STORE ({@link org.mammoclip.worker.ingest.SpoolingReceiver}) and from announcements on Kafka whose
 * {@link org.mammoclip.worker.ingest.StudyFetcher}). Both end in {@link org.mammoclip.worker.ingest.InstanceIntake}, where
 * an instance becomes a synced file and a committed row before anybody is told success; start reading there.
 * {@link org.mammoclip.worker.ingest.SpoolReconciliation} brings files and rows together again at start-up.
 */
@NullMarked
package org.mammoclip.worker.ingest;

import org.jspecify.annotations.NullMarked;
