/// Address translation and packet filters by nf_tables, spoken over nfnetlink.
@NullMarked
package io.jcr.linux.nftables;

import org.jspecify.annotations.NullMarked;
