/// The real application: Debian's nginx in the containers' root file system, and wrk as its client.
@NullMarked
package io.jcr.plugins.bench.web;

import org.jspecify.annotations.NullMarked;
