/// The OCI runtime spec's files: a container's `config.json`, read and written.
@NullMarked
package io.jcr.oci;

import org.jspecify.annotations.NullMarked;
