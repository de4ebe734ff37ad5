// Errors in common: requests that failed in the same way at the same place, with their trend.
import { html, nothing } from './lit/lit-html.js';
import { many, moment, number, visible } from './words.js';
import { empty, failure, loading } from './parts.js';
import { chart, trend } from './chart.js';
import { REQUESTS } from './requestfilters.js';
import { Counted } from './counted.js';
import { tabs } from './requests.js';

const HERE = REQUESTS.at('/requests/errors');

export class Errors extends Counted {
  title = 'Common errors';

  constructor(parameters, changed) {
    super('requests/errors', HERE, parameters, changed);
  }

  /** The requests behind a group: what says no type or code is looked for by that. */
  #behind(group) {
    const { since, until } = this.answer;
    const said = (name, value) => (value ? [name, value] : ['without', name]);
    const kept = this.filter.filter(([name]) => !['since', 'until', 'status', 'endpoint', 'error_type', 'error_code'].includes(name));
    return REQUESTS.address([...kept, ['status', 'failed'], ['endpoint', group.endpoint], said('error_type', group.type), said('error_code', group.code), ['since', since], ['until', until]]);
  }

  template() {
    const { answer } = this;
    return html`<header class="head"><div><h1>Common errors</h1>
        <p class="quiet" aria-live="polite">${answer ? html`${many(answer.total, 'failed request')}, ${moment(answer.since)} – ${moment(answer.until)}` : html`&nbsp;`}</p></div></header>
      ${tabs(this.filter)}
      ${this.spans()}
      ${HERE.chips(this.parameters)}
      ${this.error ? failure(this.error, () => this.load()) : !answer ? loading('Counting errors') : answer.errors.length ? this.#groups() : empty('No errors', 'No request failed in this period. Choose a longer one, or remove a filter.')}`;
  }

  #groups() {
    const { answer } = this;
    const histogram = (counts) => ({ histogram: { by: answer.by, bars: answer.spans.map((span, i) => [span, counts[i]]) }, now: answer.until });
    return html`${chart(histogram(answer.trend), (since, until) => REQUESTS.within([...this.filter.filter(([name]) => name !== 'status'), ['status', 'failed']], since, until), 'error')}
      <div class="panel scroll groups" tabindex="0" role="region" aria-label="Errors in common"><table>
      <thead><tr><th scope="col" class="right">Count</th><th scope="col">Error</th><th scope="col">Endpoint</th><th scope="col">Trend</th><th scope="col" class="right">Change</th><th scope="col">Payloads</th></tr></thead>
      <tbody>${answer.errors.map((group) => html`<tr><td class="right">${number(group.count)}</td>
        <th scope="row"><bdi>${visible(group.code || group.type) || 'no reason known'}</bdi>${group.code && group.type ? html`<br><span class="quiet"><bdi>${visible(group.type)}</bdi></span>` : nothing}</th>
        <td class="path"><bdi>${visible(group.endpoint)}</bdi></td>
        <td>${trend(histogram(group.trend), 'error')}</td>
        <td class="right ${group.change > 0 ? 'bad' : group.change < 0 ? 'good' : ''}">${group.change > 0 ? '+' : group.change < 0 ? '−' : ''}${number(Math.abs(group.change))}</td>
        <td><a href=${this.#behind(group)} aria-label="Requests with ${visible(group.code || group.type)} at ${visible(group.endpoint)}">Show</a></td></tr>`)}</tbody></table></div>
      <p class="quiet small">Change compares the later half of the period with the earlier one.${answer.groups > answer.errors.length ? ` The ${answer.errors.length} largest of ${number(answer.groups)} groups; narrow the period or add a filter to see others.` : ''}</p>`;
  }
}
