package io.jcr.plugins.demo.model;

import io.jcr.plugins.demo.scene.Scene;
import java.time.Duration;

/// A scene that was played.
///
/// @param number its place, from 1
/// @param of how many are played
/// @param scene what was to be shown
/// @param evidence what was seen, without observations when it could not be shown
/// @param verdict what follows
/// @param took how long it took
public record Played(
    int number, int of, Scene scene, Evidence evidence, Verdict verdict, Duration took) {}
