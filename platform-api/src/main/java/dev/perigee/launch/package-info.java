/**
 * What the launcher runs once after a build, so that every start after it takes half the time: a
 * Java run time that holds the optimizing compiler ({@link dev.perigee.launch.JitRuntime}) and a
 * run that shows the JVM which classes a start needs ({@link dev.perigee.launch.TrainingRun}).
 */
@NullMarked
package dev.perigee.launch;

import org.jspecify.annotations.NullMarked;
