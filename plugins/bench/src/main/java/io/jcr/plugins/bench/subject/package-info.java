/// What is measured: bare metal, jcr, virtual machines and, as peers, other runtimes.
@NullMarked
package io.jcr.plugins.bench.subject;

import org.jspecify.annotations.NullMarked;
