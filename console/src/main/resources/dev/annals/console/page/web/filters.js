// The filter of a view lives in its address; this shows it and leads to other ones.
import { html, nothing } from './lit/lit-html.js';
import { visible, action, date } from './words.js';
import { icon } from './parts.js';
import { queryOf } from './api.js';

export const NAMES = {
  type: 'Action', group: 'Group', actor: 'Actor', object: 'Object', context: 'Account', id: 'Log', request_id: 'Request',
  livemode: 'Mode', kind: 'Kind', since: 'From', until: 'To',
};
const ONCE = new Set(['livemode', 'since', 'until']);
const SPANS = [['1d', '24 hours'], ['7d', '7 days'], ['30d', '30 days'], ['365d', '1 year'], ['', 'All']];
const KINDS = ['all', 'gap', 'page_committed', 'fetch_failed', 'checkpoint_signed', 'conflicting_duplicate', 'late_arrival',
  'cursor_rejected', 'pagination_restarted', 'started', 'stopped', 'recovered', 'pruned', 'salvaged', 'request_log'];

/** The parameters of an address that filter, in their order. */
export const filterOf = (parameters) => [...parameters].filter(([name, value]) => NAMES[name] && value);

const address = (path, parameters) => path + queryOf(parameters);

/** The address with one more value; of what can be there once only, the other goes. */
export function including(path, parameters, name, value) {
  const kept = filterOf(parameters).filter(([n, v]) => (ONCE.has(name) ? n !== name : n !== name || v !== value));
  return address(path, value ? [...kept, [name, value]] : kept);
}

export function within(path, parameters, since, until) {
  const kept = filterOf(parameters).filter(([name]) => name !== 'since' && name !== 'until');
  return address(path, [...kept, ['since', since], ['until', until]]);
}

const without = (path, parameters, name, value) =>
  address(path, filterOf(parameters).filter(([n, v]) => n !== name || v !== value));

function valueOf(name, value) {
  if (name === 'type') return action(value);
  if ((name === 'since' || name === 'until') && /^\d{4}-\d\d-\d\dT00:00:00Z$/.test(value)) return date(value);
  if (name === 'since' && /^\d+d$/.test(value)) return `${value.slice(0, -1)} days ago`;
  if (name === 'livemode') return value === 'true' ? 'Live' : 'Test';
  return visible(value);
}

export const chips = (path, parameters) => {
  const filter = filterOf(parameters);
  return filter.length ? html`<ul class="chips" aria-label="Filters in force">${filter.map(([name, value]) => html`<li class="chip">
      <span class="chip-name">${NAMES[name]}</span> <bdi>${valueOf(name, value)}</bdi>
      <a class="chip-close" href=${without(path, parameters, name, value)} aria-label="Remove filter ${NAMES[name]} ${visible(value)}">${icon('close')}</a></li>`)}
    ${filter.length > 1 ? html`<li><a class="quiet-link" href=${path}>Clear all</a></li>` : nothing}</ul>` : nothing;
};

const field = (name, label, hint, list = nothing) => html`<label class="field"><span>${label}</span>
  <input name=${name} placeholder=${hint} autocomplete="off" spellcheck="false" maxlength="1000" list=${list}></label>`;

/**
 * @param go leads to an address
 * @param known types and actors to offer
 */
export function filterBar(path, parameters, go, known) {
  const since = new URLSearchParams(filterOf(parameters)).get('since') ?? '';
  const until = new URLSearchParams(filterOf(parameters)).get('until') ?? '';
  const dateOf = (value) => (/^\d{4}-\d\d-\d\d/.test(value) ? value.slice(0, 10) : '');
  const submit = (event) => {
    event.preventDefault();
    let filter = filterOf(parameters);
    for (const [name, value] of new FormData(event.target)) {
      const text = String(value).trim();
      if (name === 'since' || name === 'until') {
        if (text === dateOf(new URLSearchParams(filter).get(name) ?? '')) continue;
        filter = filter.filter(([n]) => n !== name);
      }
      if (text && !filter.some(([n, v]) => n === name && v === text)) filter = [...filter.filter(([n]) => n !== name || !ONCE.has(name)), [name, text]];
    }
    event.target.reset();
    go(address(path, filter));
  };
  return html`<form class="filters" role="search" aria-label="Filter the activity" @submit=${submit}>
    <nav class="spans" aria-label="Period">${SPANS.map(([span, words]) => html`<a href=${including(path, filterOf(parameters).filter(([n]) => n !== 'until'), 'since', span)}
      aria-current=${since === span && !until ? 'true' : 'false'}>${words}</a>`)}</nav>
    <div class="fields">
      ${field('type', 'Action', 'api_key_created', 'known-types')}
      ${field('actor', 'Actor', 'e-mail or key id', 'known-actors')}
      ${field('object', 'Object', 'id or e-mail')}
      <details class="more" ?open=${filterOf(parameters).some(([n]) => ['group', 'context', 'request_id', 'id', 'kind', 'livemode'].includes(n))}><summary>More filters</summary><div class="fields">
        ${field('group', 'Group', 'user_roles')}
        ${field('context', 'Account', 'acct_…')}
        ${field('request_id', 'Request', 'req_…')}
        ${field('id', 'Log id', 'accact_…')}
        <label class="field"><span>Kind</span><select name="kind"><option value="">activity logs</option>${KINDS.map((kind) => html`<option value=${kind}>${kind === 'all' ? 'all records' : kind.replaceAll('_', ' ')}</option>`)}</select></label>
        <label class="field"><span>Mode</span><select name="livemode"><option value="">any</option><option value="true">live</option><option value="false">test</option></select></label>
        <label class="field"><span>From (UTC)</span><input type="date" name="since" .value=${dateOf(since)}></label>
        <label class="field"><span>Before (UTC)</span><input type="date" name="until" .value=${dateOf(until)}></label>
      </div></details>
      <button class="button primary" type="submit">Apply</button>
    </div>
    <datalist id="known-types">${known.types.map(([value, count]) => html`<option value=${value}>${action(value)}, ${count}</option>`)}</datalist>
    <datalist id="known-actors">${known.actors.map(([value]) => html`<option value=${value}></option>`)}</datalist>
  </form>`;
}
