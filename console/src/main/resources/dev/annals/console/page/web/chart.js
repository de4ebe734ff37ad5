// Counts over time as bars. A click on one leads to what it counts; the table below has the same figures and links, for those who do not point.
import { html, svg, nothing } from './lit/lit-html.js';
import { number, date, many } from './words.js';

const HOUR = 3600e3;
const DAY = 24 * HOUR;
const MOST_DAYS = 92;
const MOST_BARS = 160;
/** A Monday. */
const WEEK_ONE = Date.UTC(1970, 0, 5);
const WIDTH = 1000;
const HEIGHT = 140;

const startOf = (by, unit) => Date.parse(by === 'hour' ? `${unit}:00:00Z` : by === 'month' ? `${unit}-01T00:00:00Z` : `${unit}T00:00:00Z`);

const nextMonth = (time) => {
  const start = new Date(time);
  return Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1);
};

/** Bars of equal width from the first to the last, those of nothing too: several units go into one where they would be too many. */
export function bins({ by, bars }, now) {
  // What claims to be of the future would squeeze all the rest.
  const units = bars.map(([unit, count]) => [startOf(by, unit), count])
    .filter(([start]) => Number.isFinite(start) && start <= now + DAY)
    .sort((a, b) => a[0] - b[0]);
  if (!units.length) return [];
  if (by === 'month') {
    const counts = new Map(units);
    const made = [];
    let start = Math.max(units[0][0], nextMonth(now) - MOST_BARS * 31 * DAY);
    for (start = Date.UTC(new Date(start).getUTCFullYear(), new Date(start).getUTCMonth(), 1); start <= units.at(-1)[0]; start = nextMonth(start)) {
      made.push({ start, end: nextMonth(start), count: counts.get(start) ?? 0 });
    }
    return made;
  }
  // Days, or else whole weeks: bars of two or three days would show the weekends and not the work.
  const spanned = units.at(-1)[0] - units[0][0];
  const size = by === 'hour' ? HOUR : spanned < MOST_DAYS * DAY ? DAY : 7 * DAY;
  const from = size > DAY ? WEEK_ONE + Math.floor((units[0][0] - WEEK_ONE) / size) * size : units[0][0];
  const last = Math.floor((units.at(-1)[0] - from) / size);
  const skipped = Math.max(0, last + 1 - MOST_BARS);
  const first = from + skipped * size;
  const made = Array.from({ length: last + 1 - skipped }, (_, i) => ({ start: first + i * size, end: first + (i + 1) * size, count: 0 }));
  for (const [start, count] of units) if (start >= first) made[Math.floor((start - first) / size)].count += count;
  return made;
}

const iso = (time) => new Date(time).toISOString().replace('.000Z', 'Z');

function label(bar, by) {
  if (by === 'hour') return `${date(bar.start)}, ${new Date(bar.start).toISOString().slice(11, 16)}`;
  if (by === 'month') return new Date(bar.start).toISOString().slice(0, 7);
  return bar.end - bar.start > DAY ? `${date(bar.start)} – ${date(bar.end - 1)}` : date(bar.start);
}

/**
 * @param counted an answer with a histogram: by and bars; and with the server's time, which is the journal's, unlike the browser's
 * @param href makes the address of what is within [since, until)
 */
export function chart({ histogram, now }, href, what = 'log') {
  const made = bins(histogram, Date.parse(now));
  if (made.length < 2) return nothing;
  const most = Math.max(...made.map((bar) => bar.count));
  const step = WIDTH / made.length;
  const total = made.reduce((sum, bar) => sum + bar.count, 0);
  const to = (bar) => href(iso(bar.start), iso(bar.end));
  return html`<figure class="chart">
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img"
      aria-label="${many(total, what)} from ${label(made[0], histogram.by)} to ${label(made.at(-1), histogram.by)}, at most ${number(most)} in one bar">
      ${[0.25, 0.5, 0.75, 1].map((part) => svg`<line x1="0" x2=${WIDTH} y1=${HEIGHT - part * (HEIGHT - 6)} y2=${HEIGHT - part * (HEIGHT - 6)} class="grid"/>`)}
      ${made.map((bar, i) => {
        const height = bar.count ? Math.max(2, (bar.count / most) * (HEIGHT - 6)) : 0;
        return svg`<g data-href=${to(bar)} class="bar"><title>${label(bar, histogram.by)}: ${many(bar.count, what)}</title>
          <rect x=${i * step} y="0" width=${step} height=${HEIGHT} class="reach"/>
          <rect x=${i * step + step * 0.12} y=${HEIGHT - height} width=${step * 0.76} height=${height} class="column"/></g>`;
      })}
    </svg>
    <figcaption><span>${label(made[0], histogram.by)}</span><span class="quiet">most in one bar: ${number(most)}</span><span>${label(made.at(-1), histogram.by)}</span></figcaption>
    <details class="as-table"><summary>As a table</summary><div class="scroll" tabindex="0" role="region" aria-label="Counts over time"><table>
      <thead><tr><th scope="col">When (UTC)</th><th scope="col" class="right">${what === 'log' ? 'Logs' : `${what.charAt(0).toUpperCase()}${what.slice(1)}s`}</th></tr></thead>
      <tbody>${made.filter((bar) => bar.count).reverse().map((bar) => html`<tr><td><a href=${to(bar)}>${label(bar, histogram.by)}</a></td><td class="right">${number(bar.count)}</td></tr>`)}</tbody>
    </table></div></details>
  </figure>`;
}

const TREND_WIDTH = 120;
const TREND_HEIGHT = 28;

/** The same counts as a picture of the size of a word; the figures are in its name. */
export function trend({ histogram, now }, what) {
  const made = bins(histogram, Date.parse(now));
  const most = Math.max(1, ...made.map((bar) => bar.count));
  const step = TREND_WIDTH / Math.max(1, made.length);
  const peak = made.find((bar) => bar.count === most);
  return html`<svg class="trend" viewBox="0 0 ${TREND_WIDTH} ${TREND_HEIGHT}" width=${TREND_WIDTH} height=${TREND_HEIGHT} preserveAspectRatio="none" role="img"
    aria-label=${peak ? `Most on ${label(peak, histogram.by)}: ${many(peak.count, what)}` : 'None'}>
    ${made.map((bar, i) => {
      const height = bar.count ? Math.max(2, (bar.count / most) * (TREND_HEIGHT - 1)) : 1;
      return svg`<rect x=${i * step + step * 0.1} y=${TREND_HEIGHT - height} width=${step * 0.8} height=${height} class=${bar.count ? 'column' : 'rail'}/>`;
    })}</svg>`;
}
