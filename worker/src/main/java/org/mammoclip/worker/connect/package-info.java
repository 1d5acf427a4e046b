/**
 * From configuration to connections: the database pool, Kafka client settings, DICOM peers. The only place that turns
 * secrets in files into credentials.
 */
@NullMarked
package org.mammoclip.worker.connect;

import org.jspecify.annotations.NullMarked;
