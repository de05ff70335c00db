/// What a scene has shown: views, facts, claims and the verdict on them. Pure data and pure
/// functions, from which every report is made.
@NullMarked
package io.jcr.plugins.demo.model;

import org.jspecify.annotations.NullMarked;
