// A timeline: page after page as it is scrolled to, never more than so many at once.
import { html, nothing } from './lit/lit-html.js';
import { repeat } from './lit/directives/repeat.js';
import { get } from './api.js';
import { clock, day, visible, number } from './words.js';
import { actorLink, empty, failure, loading, objectLink, tag } from './parts.js';

const PAGE = 50;
/** Further down the list begins anew, at its own address: a browser with a million rows helps nobody. */
const MOST = 1000;

export class List {
  /**
   * @param filter parameters that filter
   * @param before where to begin, null for the youngest
   * @param changed called when there is something new to draw
   * @param continued makes the address of the list from a position on
   * @param of what it is a list of: where it is asked for under /api/, how an entry is drawn, what is said where there is none
   */
  constructor(filter, before, changed, continued, of = ACTIVITY) {
    Object.assign(this, { filter, before, changed, continued, of, entries: [], next: null, error: null, busy: true, fresh: 0 });
    this.abort = new AbortController();
    this.watch = new IntersectionObserver((seen) => {
      if (seen.some((each) => each.isIntersecting)) this.more();
    }, { rootMargin: '600px' });
    this.begun = this.load(before === null ? [] : [['before', before]]);
  }

  /** Up to where the first answer looked. */
  async seen() {
    await this.begun;
    return this.end;
  }

  async load(from) {
    this.busy = true;
    this.error = null;
    try {
      const answer = await get(this.of.path, [...this.filter, ...from, ['limit', PAGE]], this.abort.signal);
      // What was heard while this was read is there already.
      const oldest = this.entries.at(-1)?.position ?? Infinity;
      this.entries = [...this.entries, ...answer.entries.filter((entry) => entry.position < oldest)];
      this.next = answer.next;
      this.end ??= answer.end;
    } catch (error) {
      if (error.name === 'AbortError') return;
      this.error = error;
    }
    if (!this.entries.length && this.next && !this.error) {
      // A search that read for long enough says how far it came.
      this.changed();
      await this.load(Object.entries(this.next));
      return;
    }
    this.busy = false;
    this.changed();
  }

  more() {
    if (this.next && !this.busy && !this.error && this.entries.length < MOST) this.load(Object.entries(this.next));
  }

  again() {
    this.load(this.next ? Object.entries(this.next) : this.before === null ? [] : [['before', this.before]]);
    this.changed();
  }

  /** Records that came while we looked; those that were seen already are left out. After a flood the list begins anew, without a hole. */
  add({ entries, end, more }) {
    this.end = end;
    if (more) {
      Object.assign(this, { entries: [], next: null });
      this.load([]);
      return;
    }
    const youngest = this.entries[0]?.position ?? -1;
    const fresh = entries.filter((entry) => entry.position > youngest);
    fresh.forEach((entry) => { entry.fresh = true; });
    this.fresh += fresh.length;
    this.entries = [...fresh, ...this.entries].slice(0, MOST);
    if (this.entries.length === MOST) this.next = { before: this.entries.at(-1).position };
    this.changed();
  }

  close() {
    this.abort.abort();
    this.watch.disconnect();
  }

  template() {
    if (!this.entries.length) {
      if (this.busy) return loading(this.next ? `Nothing yet down to position ${number(this.next.before)}, looking further back` : 'Reading the journal');
      if (this.error) return failure(this.error, () => this.again());
      return this.filter.length
        ? empty('Nothing matches', `No ${this.of.one} meets all of these filters. Remove one, or choose a longer period.`)
        : this.of.none();
    }
    return html`<div class="timeline">${repeat(this.#days(), (part) => part.key, (part) => html`<section aria-label=${part.title}>
        <h2 class="day">${part.title}</h2><ol class="rows">${repeat(part.entries, (entry) => entry.position, this.of.row)}</ol></section>`)}</div>
      ${this.#foot()}`;
  }

  /** The list keeps the order of positions; a day that comes again gets a heading again. */
  #days() {
    const parts = [];
    for (const entry of this.entries) {
      const title = entry.created ? day(entry.created) : 'No readable time';
      if (parts.at(-1)?.title !== title) parts.push({ title, entries: [], key: entry.position });
      parts.at(-1).entries.push(entry);
    }
    // Keyed by the oldest, so that a day to which more is added above stays the same element.
    parts.forEach((part) => { part.key = part.entries.at(-1).position; });
    return parts;
  }

  #foot() {
    if (this.error) return failure(this.error, () => this.again());
    if (this.busy) return loading('Reading on');
    if (!this.next) return html`<p class="foot quiet">${number(this.entries.length)} shown; there are no more.</p>`;
    if (this.entries.length >= MOST) {
      return html`<p class="foot"><a class="button" href=${this.continued(this.entries.at(-1).position)}>Go on with older ${this.of.one}s</a></p>`;
    }
    return html`<p class="foot" data-sentinel><button class="button" @click=${() => this.more()}>Show more</button></p>`;
  }

  /** After each drawing: what brings the next page when it is scrolled to. */
  drawn(root) {
    this.watch.disconnect();
    const sentinel = root.querySelector('[data-sentinel]');
    if (sentinel) this.watch.observe(sentinel);
  }
}

const about = (entry) => {
  if (entry.kind === 'activity_log') {
    return entry.objects?.length === 1 && entry.subject === entry.objects[0]
      ? objectLink(entry.subject)
      : html`<bdi>${visible(entry.subject)}</bdi>`;
  }
  if (entry.kind === 'request_log' && entry.path) return html`<a href=${`/request?position=${entry.position}`}><bdi>${visible(`${entry.method} ${entry.path} ${entry.status || 'no answer'}`)}</bdi></a>`;
  let facts = {};
  try {
    facts = JSON.parse(entry.payload);
  } catch {
    // Shown on its own page.
  }
  return html`<bdi>${visible([facts.stream, facts.reason ?? facts.message ?? facts.failure ?? facts.id].filter(Boolean).join(' · '))}</bdi>`;
};

const row = (entry) => html`<li class="row ${entry.fresh ? 'fresh' : ''}">
  <a class="row-time" href=${`/record?position=${entry.position}`} title=${entry.created ?? ''} aria-label="Record ${entry.position}, ${entry.created ?? 'no time'}">${entry.created ? clock(entry.created) : '–'}</a>
  <span class="row-what">${entry.kind === 'activity_log' ? tag(entry.type, entry.group) : html`<span class="tag record">${entry.kind.replaceAll('_', ' ')}</span>`}</span>
  <span class="row-who">${entry.kind === 'activity_log' ? actorLink(entry.actor, entry.actor_type) : html`<span class="quiet">${entry.kind === 'request_log' ? visible(entry.key) : 'Annals'}</span>`}</span>
  <span class="row-about">${about(entry)}</span>
  <span class="row-where">${entry.livemode === false ? html`<span class="mode">test</span>` : nothing}</span>
</li>`;

const ACTIVITY = {
  path: 'activity',
  one: 'record',
  row,
  none: () => empty('Nothing here yet', 'The journal holds no activity log. “annals fetch” brings them; with Live on they appear here as they come.'),
};
