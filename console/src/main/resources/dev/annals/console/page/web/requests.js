// The requests that were sent and what came back, the youngest first, narrowed by whatever is asked.
import { html, nothing } from './lit/lit-html.js';
import { get } from './api.js';
import { clock, many, visible } from './words.js';
import { empty, exports } from './parts.js';
import { chart } from './chart.js';
import { List } from './list.js';
import { REQUESTS, requestForm } from './requestfilters.js';

const VIEWS = [['/requests', 'All'], ['/requests/errors', 'Common errors'], ['/requests/versions', 'API versions']];

/** Leads from one view of requests to another; what they are narrowed by goes along, but not into what it would be lost on. */
export const tabs = (filter) => html`<nav class="tabs" aria-label="Views of requests">${VIEWS.map(([path, words]) => html`<a
  href=${REQUESTS.at(path).address(filter.filter(([name]) => name !== 'without'))} aria-current=${location.pathname === path ? 'page' : 'false'}>${words}</a>`)}</nav>`;

export const statusTag = (request) => html`<span class="tag ${request.failed ? 'failed' : 'fine'}">${request.status || 'no answer'}</span>`;

export const requestLink = (request, words) => html`<a href=${`/request?position=${request.position}`}>${words}</a>`;

const reason = (error) => [error.decline_code ?? error.code ?? error.type, error.message].filter(Boolean).join(': ');

const row = (request) => (request.path === undefined
  ? html`<li class="row request"><a class="row-time" href=${`/record?position=${request.position}`}>${request.created ? clock(request.created) : '–'}</a>
    <span class="row-what"><span class="tag record">cannot be read</span></span></li>`
  : html`<li class="row request ${request.fresh ? 'fresh' : ''}">
    <a class="row-time" href=${`/request?position=${request.position}`} title=${request.created} aria-label="Request ${visible(request.id ?? request.position)}, ${request.created}">${clock(request.created)}</a>
    <span class="row-what">${statusTag(request)}</span>
    <span class="row-method">${visible(request.method)}</span>
    <span class="row-path"><bdi>${visible(request.path)}</bdi></span>
    <span class="row-about">${request.error ? html`<bdi>${visible(reason(request.error))}</bdi>` : nothing}</span>
    <span class="row-where">${request.livemode === false ? html`<span class="mode">test</span>` : nothing}</span></li>`);

export const LOGS = {
  path: 'requests',
  one: 'request',
  row,
  none: () => empty('No requests yet', 'The journal holds no request log. Your service records them as it sends them; what the provider’s own tools show can be imported:',
    html`<pre class="command">stripe logs tail --format JSON | annals requests import --journal DIR -</pre>`),
};

export class Requests {
  title = 'Requests';
  livePath = 'requests/live';

  constructor(parameters, changed, go) {
    Object.assign(this, { parameters, changed, go, known: {} });
    this.filter = REQUESTS.of(parameters);
    this.liveFilter = this.filter;
    this.before = parameters.get('before');
    this.list = new List(this.filter, this.before, changed, (position) => REQUESTS.address([...this.filter, ['before', position]]), LOGS);
    this.load();
  }

  async load() {
    try {
      this.summary = await get('requests/summary', this.filter, this.list.abort.signal);
      this.changed();
    } catch {
      // The list below says what is wrong.
    }
  }

  /** What there is to choose from is looked up when somebody begins to choose. */
  async offer() {
    if (this.offered) return;
    this.offered = true;
    try {
      this.known = await get('requests/known', [], this.list.abort.signal);
      this.changed();
    } catch {
      // The fields take everything, offered or not.
    }
  }

  seen() {
    return this.list.seen();
  }

  heard(news) {
    if (this.before === null) this.list.add(news);
  }

  drawn(root) {
    this.list.drawn(root);
  }

  close() {
    this.list.close();
  }

  template() {
    const { summary } = this;
    return html`<header class="head"><div><h1>Requests</h1>
        <p class="quiet" aria-live="polite">${summary && (summary.total || !summary.capped) ? html`${summary.capped ? 'More than ' : ''}${many(summary.total, 'request')}${summary.failed ? html` · <span class="bad">${summary.failed.toLocaleString('en-US')} failed</span>` : nothing}` : html`&nbsp;`}${this.list.fresh ? html` · <span class="good">${this.list.fresh} new</span>` : nothing}</p></div>
        ${exports(this.filter, 'requests/')}</header>
      ${tabs(this.filter)}
      ${requestForm(this.parameters, this.go, this.known, () => this.offer())}
      ${REQUESTS.chips(this.parameters)}
      ${summary ? chart(summary, (since, until) => REQUESTS.within(this.parameters, since, until), 'request') : html`<div class="chart-space"></div>`}
      ${this.before !== null ? html`<p class="note">Older requests, from position ${this.before} down. <a href=${REQUESTS.address(this.filter)}>Back to the youngest</a></p>` : nothing}
      ${this.list.template()}`;
  }
}
