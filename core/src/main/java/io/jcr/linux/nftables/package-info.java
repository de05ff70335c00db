/// Address translation and packet filters with nf_tables, over nfnetlink.
@NullMarked
package io.jcr.linux.nftables;

import org.jspecify.annotations.NullMarked;
