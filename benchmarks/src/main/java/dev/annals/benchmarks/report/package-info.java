/**
 * From figures to a table a reader can judge: what JMH wrote, beside what the machine was.
 *
 * <p>Doors: {@link dev.annals.benchmarks.report.Report}, and {@link dev.annals.benchmarks.report.Section}, which replaces the results in a README.
 * Pure functions of their input but for {@link dev.annals.benchmarks.report.Machine}, which looks around. Any thread. A result file that cannot be
 * understood fails with an unchecked exception that names it.
 */
@NullMarked
package dev.annals.benchmarks.report;

import org.jspecify.annotations.NullMarked;
