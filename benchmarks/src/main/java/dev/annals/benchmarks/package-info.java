/**
 * Measures the journal beside what a user would pick instead: same pages, same machine, same run.
 *
 * <p>Doors: {@code Measure} runs everything and draws the table; each of the benchmark classes asks one question, which stands in its Javadoc
 * with the command that asks it alone; {@code FetchRatio} times a fetch over HTTP. Only ratios within one run mean anything. A contender that
 * holds other logs than the history that it was given fails its benchmark.
 */
@NullMarked
package dev.annals.benchmarks;

import org.jspecify.annotations.NullMarked;
