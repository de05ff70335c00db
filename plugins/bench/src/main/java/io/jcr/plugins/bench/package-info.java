/// jcr bench: backends, bare metal, containers and virtual machines, measured.
@NullMarked
package io.jcr.plugins.bench;

import org.jspecify.annotations.NullMarked;
