/// The OCI runtime spec's files: reads and writes a container's `config.json`.
@NullMarked
package io.jcr.oci;

import org.jspecify.annotations.NullMarked;
