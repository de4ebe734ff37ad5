// The filter of a view lives in its address; this shows it and leads to other ones.
import { html, nothing } from './lit/lit-html.js';
import { visible, action, date } from './words.js';
import { icon } from './parts.js';
import { queryOf } from './api.js';

const ONCE = new Set(['livemode', 'since', 'until']);
const SPANS = [['1d', '24 hours'], ['7d', '7 days'], ['30d', '30 days'], ['365d', '1 year'], ['', 'All']];
const KINDS = ['all', 'gap', 'page_committed', 'fetch_failed', 'checkpoint_signed', 'conflicting_duplicate', 'late_arrival',
  'cursor_rejected', 'pagination_restarted', 'started', 'stopped', 'recovered', 'pruned', 'salvaged', 'request_log'];

export const field = (name, label, hint, list = nothing) => html`<label class="field"><span>${label}</span>
  <input name=${name} placeholder=${hint} autocomplete="off" spellcheck="false" maxlength="1000" list=${list}></label>`;

export const choice = (name, label, options) => html`<label class="field"><span>${label}</span>
  <select name=${name}>${options.map(([value, words]) => html`<option value=${value}>${words}</option>`)}</select></label>`;

export const MODES = [['', 'any'], ['true', 'live'], ['false', 'test']];

const dateOf = (value) => (/^\d{4}-\d\d-\d\d/.test(value) ? value.slice(0, 10) : '');

/** What one kind of log can be narrowed by, and the addresses of narrower and wider views of it. */
export class Filters {
  /**
   * @param path where its list is
   * @param names what each parameter is called for people
   * @param words writes values of a parameter for people, where they are not shown as they are
   */
  constructor(path, names, words = {}) {
    Object.assign(this, { path, names, words });
  }

  /** The parameters of an address that filter, in their order. */
  of(parameters) {
    return [...parameters].filter(([name, value]) => Object.hasOwn(this.names, name) && value);
  }

  /** The same on another path, for views that are narrowed alike. */
  at(path) {
    return new Filters(path, this.names, this.words);
  }

  address(parameters) {
    return this.path + queryOf(parameters);
  }

  /** The address with one more value; of what can be there once only, the other goes. */
  including(parameters, name, value) {
    const kept = this.of(parameters).filter(([n, v]) => (ONCE.has(name) ? n !== name : n !== name || v !== value));
    return this.address(value ? [...kept, [name, value]] : kept);
  }

  within(parameters, since, until) {
    const kept = this.of(parameters).filter(([name]) => name !== 'since' && name !== 'until');
    return this.address([...kept, ['since', since], ['until', until]]);
  }

  #without(parameters, name, value) {
    return this.address(this.of(parameters).filter(([n, v]) => n !== name || v !== value));
  }

  #valueOf(name, value) {
    if (this.words[name]) return this.words[name](value);
    if ((name === 'since' || name === 'until') && /^\d{4}-\d\d-\d\dT00:00:00Z$/.test(value)) return date(value);
    if (name === 'since' && /^\d+d$/.test(value)) return `${value.slice(0, -1)} days ago`;
    if (name === 'livemode') return value === 'true' ? 'Live' : 'Test';
    return visible(value);
  }

  chips(parameters) {
    const filter = this.of(parameters);
    return filter.length ? html`<ul class="chips" aria-label="Filters in force">${filter.map(([name, value]) => html`<li class="chip">
      <span class="chip-name">${this.names[name]}</span> <bdi>${this.#valueOf(name, value)}</bdi>
      <a class="chip-close" href=${this.#without(parameters, name, value)} aria-label="Remove filter ${this.names[name]} ${visible(value)}">${icon('close')}</a></li>`)}
    ${filter.length > 1 ? html`<li><a class="quiet-link" href=${this.path}>Clear all</a></li>` : nothing}</ul>` : nothing;
  }

  /** Links to the usual periods. */
  spans(parameters, all = SPANS, otherwise = '') {
    const { since, until } = Object.fromEntries(this.of(parameters));
    return html`<nav class="spans" aria-label="Period">${all.map(([span, words]) => html`<a href=${this.including(this.of(parameters).filter(([n]) => n !== 'until'), 'since', span)}
      aria-current=${(since ?? otherwise) === span && !until ? 'true' : 'false'}>${words}</a>`)}</nav>`;
  }

  /**
   * The form that leads to narrower views.
   *
   * @param go leads to an address
   * @param label what the form does
   * @param first fields that are always there
   * @param rare names and fields behind “More filters”, which is open if one of them is in force
   * @param lists what the fields offer
   */
  form(parameters, go, { label, first, rare, lists, entered = nothing }) {
    const { since = '', until = '' } = Object.fromEntries(this.of(parameters));
    const submit = (event) => {
      event.preventDefault();
      let filter = this.of(parameters);
      for (const [name, value] of new FormData(event.target)) {
        const text = String(value).trim();
        if (name === 'since' || name === 'until') {
          if (text === dateOf(new URLSearchParams(filter).get(name) ?? '')) continue;
          filter = filter.filter(([n]) => n !== name);
        }
        if (text && !filter.some(([n, v]) => n === name && v === text)) filter = [...filter.filter(([n]) => n !== name || !ONCE.has(name)), [name, text]];
      }
      event.target.reset();
      go(this.address(filter));
    };
    return html`<form class="filters" role="search" aria-label=${label} @submit=${submit} @focusin=${entered}>
      ${this.spans(parameters)}
      <div class="fields">
        ${first}
        <details class="more" ?open=${this.of(parameters).some(([n]) => rare.names.includes(n))}><summary>More filters</summary><div class="fields">
          ${rare.fields}
          <label class="field"><span>From (UTC)</span><input type="date" name="since" .value=${dateOf(since)}></label>
          <label class="field"><span>Before (UTC)</span><input type="date" name="until" .value=${dateOf(until)}></label>
        </div></details>
        <button class="button primary" type="submit">Apply</button>
      </div>
      ${lists}
    </form>`;
  }
}

export const ACTIVITY = new Filters('/activity', {
  type: 'Action', group: 'Group', actor: 'Actor', object: 'Object', context: 'Account', id: 'Log', request_id: 'Request',
  livemode: 'Mode', kind: 'Kind', since: 'From', until: 'To',
}, { type: action });

/**
 * @param go leads to an address
 * @param known types and actors to offer
 */
export const activityForm = (parameters, go, known) => ACTIVITY.form(parameters, go, {
  label: 'Filter the activity',
  first: html`${field('type', 'Action', 'api_key_created', 'known-types')}
    ${field('actor', 'Actor', 'e-mail or key id', 'known-actors')}
    ${field('object', 'Object', 'id or e-mail')}`,
  rare: {
    names: ['group', 'context', 'request_id', 'id', 'kind', 'livemode'],
    fields: html`${field('group', 'Group', 'user_roles')}
      ${field('context', 'Account', 'acct_…')}
      ${field('request_id', 'Request', 'req_…')}
      ${field('id', 'Log id', 'accact_…')}
      ${choice('kind', 'Kind', [['', 'activity logs'], ...KINDS.map((kind) => [kind, kind === 'all' ? 'all records' : kind.replaceAll('_', ' ')])])}
      ${choice('livemode', 'Mode', MODES)}`,
  },
  lists: html`<datalist id="known-types">${known.types.map(([value, count]) => html`<option value=${value}>${action(value)}, ${count}</option>`)}</datalist>
    <datalist id="known-actors">${known.actors.map(([value]) => html`<option value=${value}></option>`)}</datalist>`,
});
