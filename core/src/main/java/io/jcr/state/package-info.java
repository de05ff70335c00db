/// What is written down about containers below a state root: records, the store, leases, and what
/// takes away what was left.
@NullMarked
package io.jcr.state;

import org.jspecify.annotations.NullMarked;
