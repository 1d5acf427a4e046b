/**
 * The configuration of the worker: one record per concern, read from one YAML file and {@code MAMMOCLIP_*} environment
 * variables, checked completely before anything starts. Start at {@link org.mammoclip.worker.config.WorkerConfig}.
 *
 * <p>Each key is declared once, in the record's {@code read} method, with its default, its bounds and a sentence; the
 * reference in {@code deploy/configuration.md} is generated from these declarations.
 */
@NullMarked
package org.mammoclip.worker.config;

import org.jspecify.annotations.NullMarked;
