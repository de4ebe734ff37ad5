// What a reader must always be able to see.
import { html, nothing } from './lit/lit-html.js';
import { get } from './api.js';
import { ago, action, bytes, date, length, many, moment, number, visible } from './words.js';
import { empty, failure, icon, loading, ranking } from './parts.js';
import { chart } from './chart.js';
import { ACTIVITY } from './filters.js';

const HOUR = 3600;
/** A quiet account stays below: polls that find nothing are recorded once an hour, and the provider is ten minutes late. */
const WATERMARK_OLD = 2 * HOUR;
const CURSOR_LIFE = 10 * 24 * HOUR;
const CURSOR_OLD = 7 * 24 * HOUR;

export class Overview {
  title = 'Overview';
  liveFilter = [['kind', 'all']];

  constructor(parameters, changed) {
    this.changed = changed;
    this.begun = this.load();
  }

  async seen() {
    await this.begun;
    return this.answer && this.answer.status.last_position + 1;
  }

  async load() {
    this.error = null;
    try {
      this.answer = await get('overview');
    } catch (error) {
      this.error = error;
    }
    this.changed();
  }

  /** Once for all that comes within a moment. */
  heard() {
    this.waiting ??= setTimeout(() => {
      this.waiting = undefined;
      this.load();
    }, 1000);
  }

  close() {
    clearTimeout(this.waiting);
  }

  template() {
    if (!this.answer) return this.error ? failure(this.error, () => this.load()) : loading('Looking at the journal');
    const { status, checkpoint } = this.answer;
    if (!status.records) {
      return empty('The journal is empty', 'Nothing was fetched into it yet. Begin with:', html`<pre class="command">annals fetch --journal ${visible(this.answer.title)} --once</pre>`);
    }
    return html`<h1 class="unseen">Overview</h1>
      ${this.error ? failure(this.error, () => this.load()) : nothing}
      ${hero(status)}
      <dl class="facts">
        ${fact('Activity logs', number(status.activity_logs), `${many(status.records, 'record')} of all kinds, ${bytes(status.bytes_on_disk)}`)}
        ${fact('Gaps', status.gaps ? html`<a href="/activity?kind=gap">${number(status.gaps)}</a>` : 'None', status.gaps ? 'periods that cannot be shown to be complete' : 'nothing is known to be missing', status.gaps ? 'warn' : 'good')}
        ${checkpointFact(status, checkpoint)}
        ${fact('Came again', number(status.duplicates), status.conflicts ? html`dropped; <a href="/activity?kind=conflicting_duplicate">${many(status.conflicts, 'conflict')}</a>` : 'duplicates, dropped; no conflicts', status.conflicts ? 'warn' : '')}
      </dl>
      <section class="panel" aria-labelledby="over-time"><h2 id="over-time">Activity over time</h2>
        ${chart(this.answer, (since, until) => ACTIVITY.within([], since, until))}</section>
      <div class="pair">
        <section class="panel" aria-labelledby="what"><h2 id="what">What happened <small>last ${this.answer.recent_days} days</small></h2>
          ${this.answer.types.length ? ranking(this.answer.types, action, (type) => ACTIVITY.including([['since', `${this.answer.recent_days}d`]], 'type', type)) : html`<p class="quiet">Nothing in the last ${this.answer.recent_days} days.</p>`}</section>
        <section class="panel" aria-labelledby="who"><h2 id="who">Who did it <small>last ${this.answer.recent_days} days</small></h2>
          ${this.answer.actors.length ? ranking(this.answer.actors, visible, (actor) => `/actor?of=${encodeURIComponent(actor)}`) : html`<p class="quiet">Nobody in the last ${this.answer.recent_days} days.</p>`}</section>
      </div>
      ${gaps(this.answer.gaps)}
      ${streams(status.streams)}`;
  }
}

function hero(status) {
  const age = status.watermark_age_seconds;
  const state = status.watermark === null ? 'unknown' : age <= WATERMARK_OLD ? 'good' : 'warn';
  const running = status.streams.some((stream) => stream.running && !stream.silent);
  return html`<section class="hero ${state}" aria-label="Completeness">
    <p class="hero-label"><span class="dot" aria-hidden="true"></span>Complete up to</p>
    <p class="hero-value">${status.watermark === null ? 'Not known yet' : moment(status.watermark)}</p>
    <p class="hero-words">${status.watermark === null
      ? 'Not every stream has been read to its end. Until then it cannot be said what is missing.'
      : html`${ago(age)}${status.gaps ? `, except for ${many(status.gaps, 'gap')}` : ''}. ${running ? 'A fetch is running.' : 'No fetch is running: the date stands still until one does.'}`}</p>
  </section>`;
}

const fact = (name, value, words, state = '') =>
  html`<div class="fact ${state}"><dt>${name}</dt><dd><span class="fact-value">${value}</span><span class="fact-words">${words}</span></dd></div>`;

function checkpointFact(status, checkpoint) {
  if (!checkpoint) return fact('Checkpoint', 'None yet', 'one is signed when a fetch ends, or by “annals checkpoint”', 'warn');
  if (!checkpoint.verified) return fact('Checkpoint', html`${icon('warn')} Does not verify`, visible(checkpoint.reason), 'bad');
  const when = status.checkpoint_age_seconds === null ? '' : `signed ${ago(status.checkpoint_age_seconds)}, `;
  return fact('Checkpoint', html`${icon('check')} Verifies`,
    html`${when}over ${many(checkpoint.size, 'record')}${checkpoint.key_from === 'journal' ? html`<br>by the journal’s own key: it agrees with itself` : html`<br>by a key kept elsewhere`}`, 'good');
}

function gaps(entries) {
  if (!entries.length) return nothing;
  return html`<section class="panel" aria-labelledby="gaps"><h2 id="gaps">Gaps</h2><ul class="plain">${entries.map((entry) => {
    let gap = {};
    try {
      gap = JSON.parse(entry.payload);
    } catch {
      // Its own page shows what is there.
    }
    return html`<li><a href=${`/record?position=${entry.position}`}>${gap.after ? moment(gap.after) : '?'} – ${gap.before ? moment(gap.before) : '?'}</a>
      <span class="quiet">${visible(gap.reason)} ${gap.stream ? html`· <bdi>${visible(gap.stream)}</bdi>` : nothing}</span></li>`;
  })}</ul></section>`;
}

function streams(all) {
  if (!all.length) return nothing;
  return html`<section class="panel" aria-labelledby="streams"><h2 id="streams">Streams</h2><div class="scroll" tabindex="0" role="region" aria-label="Table of streams"><table>
    <thead><tr><th scope="col">Stream</th><th scope="col" class="right">Logs</th><th scope="col">Complete up to</th><th scope="col">Cursor</th><th scope="col" class="right">Reads in 30 days</th><th scope="col">State</th></tr></thead>
    <tbody>${all.map((stream) => html`<tr><th scope="row"><bdi>${visible(stream.name)}</bdi></th><td class="right">${number(stream.activity_logs)}</td>
      <td>${stream.watermark ? html`${moment(stream.watermark)} <span class="quiet">${ago(stream.watermark_age_seconds)}</span>` : 'not known yet'}</td>
      <td class=${stream.cursor_age_seconds > CURSOR_OLD ? 'warn' : ''}>${stream.cursor_age_seconds === null ? 'none' : stream.cursor_age_seconds < CURSOR_LIFE ? `${length(stream.cursor_age_seconds)} of 10 days` : 'expired'}</td>
      <td class="right">${number(stream.reads_in_thirty_days)}</td>
      <td>${stream.silent ? html`<span class="warn">silent for ${length(stream.last_page_age_seconds)}</span>` : stream.running ? html`<span class="good">running</span>` : stream.retired ? 'retired' : 'stopped'}${stream.last_failure ? html`<br><span class="warn"><bdi>${visible(stream.last_failure)}</bdi></span>` : nothing}</td></tr>`)}</tbody></table></div></section>`;
}
