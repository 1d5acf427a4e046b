/**
 * The two events on Kafka, as in {@code schema/events/*.schema.json}: {@link org.mammoclip.schema.event.StudyAvailable}
 * comes in, {@link org.mammoclip.schema.event.TriageCompleted} goes out;
 * {@link org.mammoclip.schema.event.EventCodec} is the only place that knows their JSON.
 */
@NullMarked
package org.mammoclip.schema.event;

import org.jspecify.annotations.NullMarked;
