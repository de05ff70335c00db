/// Virtual machines as a subject of measurement: QEMU with a Debian kernel and the same root file
/// system as the containers.
@NullMarked
package io.jcr.plugins.bench.vm;

import org.jspecify.annotations.NullMarked;
