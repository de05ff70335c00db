/// `--net=cni:NAME`: networks that are described for the [Container Network
/// Interface](https://www.cni.dev/docs/spec/) and made by its plugins, which are programs of the
/// host.
@NullMarked
package io.jcr.plugins.cni;

import org.jspecify.annotations.NullMarked;
