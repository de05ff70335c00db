/// The persistent state of containers under a state root: records, the store, leases, and garbage
/// collection.
@NullMarked
package io.jcr.state;

import org.jspecify.annotations.NullMarked;
