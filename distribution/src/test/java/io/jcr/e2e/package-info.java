/// End-to-end tests: the built distribution against the real kernel, as root, seen from inside a
/// container by the programs of the bundled root file system, and from the host.
///
/// A test class is annotated with [WithJcr]; its test methods get a [Jcr], and what they leave
/// behind on the host fails them ([HostSnapshot]).
@NullMarked
package io.jcr.e2e;

import org.jspecify.annotations.NullMarked;
