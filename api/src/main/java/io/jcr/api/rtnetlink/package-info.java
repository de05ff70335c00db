/// The rtnetlink(7) messages that jcr sends, as data, and their encoding.
@NullMarked
package io.jcr.api.rtnetlink;

import org.jspecify.annotations.NullMarked;
