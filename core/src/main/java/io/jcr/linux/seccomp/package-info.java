/// The seccomp(2) filter that a container gets, as a classic BPF program.
@NullMarked
package io.jcr.linux.seccomp;

import org.jspecify.annotations.NullMarked;
