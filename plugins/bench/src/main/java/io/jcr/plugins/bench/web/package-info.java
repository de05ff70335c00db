/// The real application: Debian's nginx in the containers' root file system, with wrk as its
/// client.
@NullMarked
package io.jcr.plugins.bench.web;

import org.jspecify.annotations.NullMarked;
