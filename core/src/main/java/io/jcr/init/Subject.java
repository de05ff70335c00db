package io.jcr.init;

/// What an event is about: a container.
///
/// @param id its id
/// @param name its name
/// @param attributes members of a JSON object, separated by commas, such as `"app":"web"`; or empty
public record Subject(String id, String name, String attributes) {}
