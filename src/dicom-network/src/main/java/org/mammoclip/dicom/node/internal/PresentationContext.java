package org.mammoclip.dicom.node.internal;

import org.mammoclip.dicom.Uid;

/** An accepted presentation context (PS3.8 7.1.1.13). */
record PresentationContext(int id, Uid abstractSyntax, Uid transferSyntax) {}
