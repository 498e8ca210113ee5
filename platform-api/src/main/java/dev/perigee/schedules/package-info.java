/**
 * Schedules: cron expressions whose fires are events of a topic of their own, so that they are
 * durable, retried and handled once however many processes run.
 */
@NullMarked
package dev.perigee.schedules;

import org.jspecify.annotations.NullMarked;
