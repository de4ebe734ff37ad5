// One request: what was sent, what came back, why it failed, and what belongs to it.
import { html, nothing } from './lit/lit-html.js';
import { get, queryOf } from './api.js';
import { action, bytes, clock, day, moment, number, visible } from './words.js';
import { actorLink, empty, failure, icon, loading, tag } from './parts.js';
import { pretty } from './json.js';
import { requestLink, statusTag } from './requests.js';

const found = (name, value) => `/requests${queryOf([[name, value]])}`;
const filtered = (name, value) => (value ? html`<a href=${found(name, value)}><bdi>${visible(value)}</bdi></a>` : null);
const resource = (id) => html`<a class="object" href=${found('resource', id)}><bdi>${visible(id)}</bdi></a>`;
const line = (name, value) => (value || value === 0 ? html`<div><dt>${name}</dt><dd>${value}</dd></div>` : nothing);

function decoded(text) {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** A form with one field on each line, as the provider's API takes it. */
const form = (text) => html`<pre class="json" tabindex="0" aria-label="Form, one field on each line">${text.split('&').map((pair) => {
  const sign = pair.indexOf('=');
  const [name, value] = sign < 0 ? [pair, ''] : [pair.slice(0, sign), pair.slice(sign + 1)];
  return html`<span class="j-line"><span class="j-name">${visible(decoded(name))}</span> = <span class="j-text">${visible(decoded(value))}</span></span>`;
})}</pre>`;

const isForm = (body) => body.content_type?.startsWith('application/x-www-form-urlencoded') || /^[^\s<{["]+=\S*$/.test(body.text);

function laidOut(body, ids) {
  if (/^\s*[{[]/.test(body.text)) return pretty(body.text, ids, resource);
  return isForm(body) ? form(body.text) : html`<pre class="json raw" tabindex="0" aria-label="Payload as text">${visible(body.text)}</pre>`;
}

function payload(name, body, ids) {
  const id = name.toLowerCase();
  if (!body) return html`<section class="panel" aria-labelledby=${id}><h2 id=${id}>${name}</h2><p class="quiet">None was recorded.</p></section>`;
  return html`<section class="panel" aria-labelledby=${id}><h2 id=${id}>${name} <small>${[visible(body.content_type), body.bytes === null ? '' : bytes(body.bytes)].filter(Boolean).join(', ')}</small></h2>
    ${body.cut ? html`<p class="quiet">Only its beginning was recorded.</p>` : nothing}
    ${body.text === null ? html`<p class="quiet">${body.recorded ? 'Too large to show here; the record’s download has all of it.' : 'Its text was not recorded.'}</p>` : laidOut(body, ids)}</section>`;
}

export class RequestPage {
  constructor(parameters, changed) {
    this.position = parameters.get('position');
    this.id = parameters.get('id') ?? '';
    this.title = `Request ${this.id || (this.position ?? '')}`;
    this.changed = changed;
    this.load();
  }

  async load() {
    this.error = null;
    try {
      const position = this.position ?? (await this.#positionOf(this.id));
      if (position !== null) {
        this.request = await get(`requests/${encodeURIComponent(position)}`);
        this.title = `${this.request.method} ${this.request.path}`;
      } else {
        this.unknown = true;
      }
    } catch (error) {
      this.error = error;
    }
    this.changed();
  }

  async #positionOf(id) {
    if (!id) return null;
    const { entries } = await get('requests', [['request_id', id], ['limit', 1]]);
    return entries[0]?.position ?? null;
  }

  close() {}

  template() {
    if (this.unknown) {
      return html`<h1 class="unseen">Request</h1>${empty('This request is not known', 'The journal holds no request log with this id. Requests are recorded where they are sent, or imported.',
        html`<a class="button" href=${`/activity${queryOf([['request_id', this.id]])}`}>Activity that it caused</a>`)}`;
    }
    const { request } = this;
    if (!request) return html`<h1 class="unseen">Request</h1>${this.error ? failure(this.error, () => this.load()) : loading('Reading the request')}`;
    const ids = [...request.path_ids, ...request.resources];
    return html`<header class="head"><div><p class="kicker"><bdi>${visible(request.id ?? `Request at position ${request.position}`)}</bdi></p>
        <h1 class="subject"><bdi>${visible(request.method)} ${visible(request.path)}${request.query ? `?${visible(request.query)}` : ''}</bdi></h1>
        <p class="quiet">${statusTag(request)} ${day(request.created)}, ${clock(request.created)} UTC${request.duration_ms === null ? '' : ` · ${number(request.duration_ms)} ms`}</p></div>
        <span class="exports"><a class="button" href=${`/record?position=${request.position}`}>${icon('check')} Bytes and proof</a></span></header>
      ${this.#reason()}
      <dl class="lines wide">
        ${line('Endpoint', filtered('endpoint', request.endpoint))}
        ${line('Resources', ids.length ? html`<span class="list">${[...new Set(ids)].map(resource)}</span>` : null)}
        ${line('Account', filtered('context', request.context))}
        ${line('Mode', request.livemode === null ? null : request.livemode ? 'live' : 'test')}
        ${line('API version', filtered('api_version', request.api_version))}
        ${line('Source', filtered('source', request.source))}
        ${line('IP address', filtered('ip_address', request.ip_address))}
        ${line('User agent', filtered('user_agent', request.user_agent))}
        ${line('Key', filtered('key', request.key))}
        ${line('Idempotency key', filtered('idempotency_key', request.idempotency_key))}
        ${line('Request id', filtered('request_id', request.id))}
        ${line('Imported', request.imported && visible(request.imported.format).replaceAll('_', ' '))}
        ${line('Record', requestLinkToRecord(request))}
      </dl>
      <div class="pair">${payload('Sent', request.request_body, ids)}${payload('Received', request.response_body, ids)}</div>
      ${request.imported ? html`<details class="panel"><summary>As it was imported</summary>${request.imported.entry === null ? html`<p class="quiet">Too large to show here.</p>` : pretty(request.imported.entry)}</details>` : nothing}
      ${this.#caused()}
      ${others('attempts', 'Same idempotency key', request.same_idempotency_key, found('idempotency_key', request.idempotency_key))}
      ${others('about', 'Same resource', request.same_resource, `/requests${queryOf([...new Set(ids)].map((id) => ['resource', id]))}`)}`;
  }

  #reason() {
    const { error, failed, status } = this.request;
    if (!failed) return nothing;
    const words = [error?.type, error?.code, error?.decline_code].filter(Boolean);
    return html`<section class="panel reason" aria-labelledby="reason"><h2 id="reason">${icon('warn')} Why it failed</h2>
      ${words.length ? html`<p><bdi>${words.map((word) => visible(word)).join(' / ')}</bdi></p>` : html`<p>${status ? `The answer was ${status}; no reason was recorded.` : 'No answer came.'}</p>`}
      ${error?.message ? html`<p><bdi>${visible(error.message)}</bdi></p>` : nothing}
      ${error?.param ? html`<p class="quiet">Parameter <code>${visible(error.param)}</code></p>` : nothing}</section>`;
  }

  #caused() {
    const { caused } = this.request;
    return caused.length ? html`<section class="panel" aria-labelledby="caused"><h2 id="caused">Activity that it caused</h2><ul class="plain">${caused.map((log) => html`<li>
      <a href=${`/record?position=${log.position}`}>${log.created ? moment(log.created) : 'No readable time'}</a> ${tag(log.type, log.group)} ${actorLink(log.actor, log.actor_type)} <span class="quiet"><bdi>${visible(log.subject)}</bdi></span></li>`)}</ul></section>` : nothing;
  }
}

const requestLinkToRecord = (request) => html`<a href=${`/record?position=${request.position}`}>${number(request.position)}</a>`;

const others = (id, name, requests, all) => (requests.length ? html`<section class="panel" aria-labelledby=${id}><div class="panel-head"><h2 id=${id}>${name}</h2><a class="quiet-link" href=${all}>All of them</a></div>
  <ul class="plain">${requests.map((each) => html`<li>${requestLink(each, moment(each.created))} ${statusTag(each)} <bdi>${visible(each.method)} ${visible(each.path)}</bdi>
    ${each.error?.code ? html`<span class="quiet"><bdi>${action(each.error.code)}</bdi></span>` : nothing}</li>`)}</ul></section>` : nothing);
