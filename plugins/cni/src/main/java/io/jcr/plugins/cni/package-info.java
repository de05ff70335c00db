/// `--net=cni:NAME`: networks described for the [Container Network
/// Interface](https://www.cni.dev/docs/spec/) and created by its plugins, which are programs on the
/// host.
@NullMarked
package io.jcr.plugins.cni;

import org.jspecify.annotations.NullMarked;
