package io.jcr.init;

/// Whom an event is about.
///
/// @param id a container's id
/// @param name its name
/// @param attributes members of a JSON object with commas between, such as `"app":"web"`; or empty
public record Subject(String id, String name, String attributes) {}
