/// Backends that are programs: an executable file `jcr-backend-NAME` in a plugin folder, written in
/// any language, which answers one request in JSON on standard output
/// ([docs/write-a-program.md](../../../../../../../docs/write-a-program.md)).
@NullMarked
package io.jcr.program;

import org.jspecify.annotations.NullMarked;
