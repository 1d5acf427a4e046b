package org.mammoclip.worker.ingest;

import org.mammoclip.mammogram.InstanceHeader;
import org.mammoclip.schema.ledger.StoredObject;

/** An instance whose file is on stable storage under its final name, and the attributes that later stages need. */
record SpooledInstance(StoredObject object, InstanceHeader header) {}
